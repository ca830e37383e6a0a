import { Button } from "@mantine/core";
import { IconArrowsMaximize } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { stopEventPropagation, useEditor, useValue } from "tldraw";

import classes from "~/features/board/live/live.module.css";
import { cameraOf, viewOf, WHOLE } from "~/features/board/live/view";

/** The way back from a part of the slide to all of it; nothing for who sees it whole. */
export function WholeSlideButton() {
  const { t } = useTranslation("board");
  const editor = useEditor();
  const isPart = useValue(
    "sees a part",
    () => viewOf(editor.getCamera(), editor.getViewportScreenBounds()) !== WHOLE,
    [editor],
  );
  if (!isPart) return null;
  return (
    <Button
      className={classes["whole"]}
      variant="default"
      leftSection={<IconArrowsMaximize size={18} aria-hidden />}
      onPointerDown={stopEventPropagation}
      onClick={() => {
        editor.setCamera(cameraOf(WHOLE, editor.getViewportScreenBounds()), {
          animation: { duration: editor.user.getAnimationSpeed() * 180 },
        });
      }}
    >
      {t("whole")}
    </Button>
  );
}
