import "tldraw/tldraw.css";

import { useComputedColorScheme } from "@mantine/core";
import { Tldraw, type TLEditorSnapshot, type TLStoreSnapshot } from "tldraw";

import { boardAssets } from "~/features/board/assets";
import classes from "~/features/board/BoardView.module.css";
import { currentLanguage } from "~/i18n";

interface BoardViewProps {
  /** A document as it is stored; an empty page without one. */
  readonly snapshot?: TLEditorSnapshot | TLStoreSnapshot;
}

/** A board to look at: one can move in it, not change it. */
export function BoardView({ snapshot }: BoardViewProps) {
  const scheme = useComputedColorScheme("light");
  return (
    <div className={classes["board"]}>
      <Tldraw
        {...(snapshot && { snapshot })}
        assetUrls={boardAssets}
        onMount={(editor) => {
          editor.updateInstanceState({ isReadonly: true });
          editor.user.updateUserPreferences({ colorScheme: scheme, locale: currentLanguage() });
        }}
      />
    </div>
  );
}
