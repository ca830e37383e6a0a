import { Popover } from "@mantine/core";
import { IconCircleFilled } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DefaultColorStyle, getDefaultColorTheme, useEditor, useRelevantStyles } from "tldraw";

import { StylePanel } from "~/features/board/StylePanel";
import { type Side, ToolButton } from "~/features/board/tools/ToolButton";
import classes from "~/features/board/tools/tools.module.css";

const THEME = getDefaultColorTheme({ isDarkMode: false });

interface StyleButtonProps {
  readonly side: Side;
}

/** The colour one draws in, and behind it all of tldraw's styles. */
export function StyleButton({ side }: StyleButtonProps) {
  const { t } = useTranslation("board");
  const editor = useEditor();
  const styles = useRelevantStyles();
  const [isOpen, setOpen] = useState(false);
  const colour = styles?.get(DefaultColorStyle);
  const isOff = styles === null || styles.size === 0;

  function open(next: boolean) {
    setOpen(next);
    if (!next) editor.updateInstanceState({ isChangingStyle: false });
  }

  return (
    <Popover position={side} opened={isOpen && !isOff} onChange={open} trapFocus returnFocus>
      <Popover.Target>
        <ToolButton
          className={classes["swatch"] ?? ""}
          icon={IconCircleFilled}
          label={t("tools.style")}
          side={side}
          isOff={isOff}
          isExpanded={isOpen}
          colour={colour?.type === "shared" ? THEME[colour.value].solid : "inherit"}
          onClick={() => open(!isOpen)}
        />
      </Popover.Target>
      <Popover.Dropdown p={4} className={classes["paper"] ?? ""} aria-label={t("tools.style")}>
        {/* Its looks are those inside of a board, and it is outside of it. */}
        <div className={`tl-container tl-theme__light ${classes["styles"]}`}>
          <StylePanel isMobile />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
