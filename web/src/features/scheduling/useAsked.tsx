import { Button, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";

interface Question {
  readonly title: string;
  /** What happens to whom. */
  readonly consequence: string;
  readonly verb: string;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

interface UseAsked {
  readonly ask: (question: Question) => Promise<boolean>;
  readonly dialog: ReactNode;
}

/** A question in the middle of something that goes on after the answer. */
export function useAsked(): UseAsked {
  const [asked, setAsked] = useState<Asked | null>(null);

  function answer(yes: boolean) {
    asked?.answer(yes);
    setAsked(null);
  }

  return {
    ask: (question) =>
      new Promise((resolve) => {
        setAsked({ ...question, answer: resolve });
      }),
    dialog: (
      <Dialog opened={asked !== null} onClose={() => answer(false)} title={asked?.title}>
        <Stack>
          <Text>{asked?.consequence}</Text>
          <CancelOr onCancel={() => answer(false)} hasFocus>
            <Button onClick={() => answer(true)}>{asked?.verb}</Button>
          </CancelOr>
        </Stack>
      </Dialog>
    ),
  };
}
