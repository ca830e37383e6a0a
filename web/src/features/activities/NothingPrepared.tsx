import { Button } from "@mantine/core";

import { EmptyState } from "~/ui/EmptyState";

interface NothingPreparedProps {
  /** On the button that opens the library beside what one is at. */
  readonly verb: string;
  readonly children: string;
}

/** Where activities are chosen, and none has been written. */
export function NothingPrepared({ verb, children }: NothingPreparedProps) {
  return (
    <EmptyState
      picture="questions"
      action={
        <Button component="a" href="/activities" target="_blank" rel="noopener" variant="default">
          {verb}
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
