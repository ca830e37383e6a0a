import { createContext, type ReactNode, useContext } from "react";

import { MAIN } from "~/ui/SkipLink";

const IsInMain = createContext(false);

interface MainProps {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** The main part of a page, once: a page's error may be drawn inside a frame or instead of it. */
export function Main({ className, children }: MainProps) {
  const isInMain = useContext(IsInMain);
  if (isInMain) return <div className={className}>{children}</div>;
  return (
    <IsInMain value={true}>
      <main id={MAIN} tabIndex={-1} className={className}>
        {children}
      </main>
    </IsInMain>
  );
}
