import { Popover, SimpleGrid } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronsDown,
  IconPlus,
  IconZoomIn,
} from "@tabler/icons-react";
import { type MouseEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  GeoShapeGeoStyle,
  useActions,
  useCanRedo,
  useCanUndo,
  useEditor,
  useTools,
  useValue,
} from "tldraw";

import { putInMiddle } from "~/features/board/tools/putInMiddle";
import { StyleButton } from "~/features/board/tools/StyleButton";
import { type Side, ToolButton } from "~/features/board/tools/ToolButton";
import { ICONS, placeTools, type Tool } from "~/features/board/tools/toolList";
import classes from "~/features/board/tools/tools.module.css";
import { useToolNames } from "~/features/board/tools/useToolNames";

/** Of one button with what is around it, in pixels. */
const STEP = 46;
const NARROW = 520;

interface ToolsProps {
  /** Not for those who have no other use for the place. */
  readonly onHide?: (() => void) | undefined;
}

/** What one draws with: a bar along whichever side of the slide has room for it. */
export function Tools({ onHide }: ToolsProps) {
  const { t } = useTranslation("board");
  const editor = useEditor();
  const tools = useTools();
  const current = useCurrentTool();
  const names = useToolNames();
  const { ref, width, height } = useElementSize();
  const [isOpen, setOpen] = useState(false);
  const isUpright = height > width;
  // Besides the tools: the others, the style, back and forth; and the way to hide them all.
  const others = 4 + (onHide ? 1 : 0);
  const room = Math.floor(Math.max(width, height) / STEP) - others;
  const hides = onHide && room >= 4;
  const { inSight, more } = placeTools(hides || !onHide ? room : room + 1, (tool) => tool in tools);
  const hidden = more.find((tool) => tool === current);
  // Above a short bar there is nothing but the slide.
  const side = isUpright ? "right" : width < NARROW ? "bottom" : "top";

  function choose(tool: Tool, { detail }: MouseEvent) {
    tools[tool]?.onSelect("toolbar");
    setOpen(false);
    // A click that nobody counts came from a key.
    if (detail === 0) putInMiddle(editor);
  }

  // Before one knows how much room there is, whatever is shown would jump.
  const isMeasured = Math.max(width, height) > 0;
  return (
    <div
      ref={ref}
      className={classes["bar"]}
      data-measured={isMeasured || undefined}
      data-upright={isUpright || undefined}
      role="group"
      aria-label={t("tools.label")}
    >
      {inSight.map((tool) => (
        <ToolButton
          key={tool}
          icon={ICONS[tool]}
          label={names[tool]}
          side={side}
          isOn={tool === current}
          onClick={(event) => choose(tool, event)}
        />
      ))}
      <Popover position={side} opened={isOpen} onChange={setOpen} trapFocus returnFocus>
        <Popover.Target>
          <ToolButton
            icon={hidden ? ICONS[hidden] : IconPlus}
            label={hidden ? t("tools.more_with", { tool: names[hidden] }) : t("tools.more")}
            side={side}
            isOn={hidden !== undefined}
            isExpanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          />
        </Popover.Target>
        <Popover.Dropdown p={6} aria-label={t("tools.more")}>
          <SimpleGrid cols={5} spacing={2} verticalSpacing={2}>
            {more.map((tool) => (
              <ToolButton
                key={tool}
                icon={ICONS[tool]}
                label={names[tool]}
                side={side}
                isOn={tool === current}
                onClick={(event) => choose(tool, event)}
              />
            ))}
            <ZoomButton side={side} />
            {onHide && !hides && (
              <ToolButton
                icon={IconChevronsDown}
                label={t("tools.hide")}
                side={side}
                onClick={onHide}
              />
            )}
          </SimpleGrid>
        </Popover.Dropdown>
      </Popover>
      <span className={classes["gap"]} />
      <StyleButton side={side} />
      <BackAndForth side={side} />
      {hides && (
        <ToolButton icon={IconChevronsDown} label={t("tools.hide")} side={side} onClick={onHide} />
      )}
    </div>
  );
}

function BackAndForth({ side }: { readonly side: Side }) {
  const { t } = useTranslation("board");
  const { undo, redo } = useActions();
  const canUndo = useCanUndo();
  const canRedo = useCanRedo();
  return (
    <>
      <ToolButton
        icon={IconArrowBackUp}
        label={t("tools.undo")}
        side={side}
        isOff={!canUndo}
        onClick={() => void undo?.onSelect("toolbar")}
      />
      <ToolButton
        icon={IconArrowForwardUp}
        label={t("tools.redo")}
        side={side}
        isOff={!canRedo}
        onClick={() => void redo?.onSelect("toolbar")}
      />
    </>
  );
}

function ZoomButton({ side }: { readonly side: Side }) {
  const { t } = useTranslation("board");
  const zoom = useActions()["zoom-in"];
  const editor = useEditor();
  const isLocked = useValue("locked", () => editor.getCameraOptions().isLocked, [editor]);
  if (isLocked || !zoom) return null;
  return (
    <ToolButton
      icon={IconZoomIn}
      label={t("tools.zoom")}
      side={side}
      onClick={() => void zoom.onSelect("toolbar")}
    />
  );
}

/** As the tools are named here: a shape of tldraw's is a tool and a style. */
function useCurrentTool(): string {
  const editor = useEditor();
  return useValue(
    "tool",
    () => {
      const tool = editor.getCurrentToolId();
      return tool === "geo" ? editor.getStyleForNextShape(GeoShapeGeoStyle) : tool;
    },
    [editor],
  );
}
