import type { ReactNode } from "react";

import table from "~/features/reports/table.module.css";

interface ScrollRegionProps {
  readonly labelledBy: string;
  readonly children: ReactNode;
}

/** Around a table that may be wider than the page: it takes the focus, so that keys can scroll it. */
export function ScrollRegion({ labelledBy, children }: ScrollRegionProps) {
  const scroll = { className: table["scroll"], tabIndex: 0 };
  return (
    <div {...scroll} role="group" aria-labelledby={labelledBy}>
      {children}
    </div>
  );
}
