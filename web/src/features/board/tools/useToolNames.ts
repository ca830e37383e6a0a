import { useTranslation } from "react-i18next";

import type { Tool } from "~/features/board/tools/toolList";

export function useToolNames(): Readonly<Record<Tool, string>> {
  const { t } = useTranslation("board");
  return {
    select: t("tools.select"),
    draw: t("tools.draw"),
    highlight: t("tools.highlight"),
    eraser: t("tools.eraser"),
    text: t("tools.text"),
    arrow: t("tools.arrow"),
    note: t("tools.note"),
    laser: t("tools.laser"),
    asset: t("tools.image"),
    line: t("tools.line"),
    rectangle: t("tools.rectangle"),
    ellipse: t("tools.ellipse"),
    triangle: t("tools.triangle"),
    diamond: t("tools.diamond"),
    hexagon: t("tools.hexagon"),
    star: t("tools.star"),
    heart: t("tools.heart"),
    cloud: t("tools.cloud"),
    "check-box": t("tools.check_box"),
    "x-box": t("tools.x_box"),
    "arrow-left": t("tools.arrow_left"),
    "arrow-right": t("tools.arrow_right"),
  };
}
