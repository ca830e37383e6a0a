import { useEffect } from "react";

const SCHEME = "data-mantine-color-scheme";

/** Paper is white, whatever the screen is: while it prints, the page wears its light colours. */
export function usePrintInLight(): void {
  useEffect(() => {
    const root = document.documentElement;
    let before: string | null = null;
    const dress = () => {
      before = root.getAttribute(SCHEME);
      root.setAttribute(SCHEME, "light");
    };
    const undress = () => {
      if (before !== null) root.setAttribute(SCHEME, before);
      before = null;
    };
    window.addEventListener("beforeprint", dress);
    window.addEventListener("afterprint", undress);
    return () => {
      window.removeEventListener("beforeprint", dress);
      window.removeEventListener("afterprint", undress);
      undress();
    };
  }, []);
}
