import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

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
  const { t } = useTranslation();
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
      <Modal
        opened={asked !== null}
        onClose={() => answer(false)}
        title={asked?.title}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text>{asked?.consequence}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => answer(false)} data-autofocus>
              {t("cancel")}
            </Button>
            <Button onClick={() => answer(true)}>{asked?.verb}</Button>
          </Group>
        </Stack>
      </Modal>
    ),
  };
}
