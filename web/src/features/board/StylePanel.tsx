import { useEffect, useRef } from "react";
import { DefaultStylePanel, type TLUiStylePanelProps, useTranslation } from "tldraw";

/** tldraw's panel of styles, with the name that its slider lacks for those who do not see it. */
export function StylePanel(props: TLUiStylePanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const opacity = useTranslation()("style-panel.opacity");

  useEffect(() => {
    const nameSliders = () => {
      for (const thumb of panel.current?.querySelectorAll(".tlui-slider__thumb") ?? []) {
        thumb.setAttribute("aria-label", opacity);
      }
    };
    nameSliders();
    if (!panel.current) return undefined;
    // What is in the panel depends on what is selected.
    const changes = new MutationObserver(nameSliders);
    changes.observe(panel.current, { childList: true, subtree: true });
    return () => {
      changes.disconnect();
    };
  }, [opacity]);

  return (
    <div ref={panel} style={{ display: "contents" }}>
      <DefaultStylePanel {...props} />
    </div>
  );
}
