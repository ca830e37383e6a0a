import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface CancelOrProps {
  readonly onCancel: () => void;
  /** Of a question, which Enter alone does not answer with yes. */
  readonly hasFocus?: boolean;
  /** The button that does it. */
  readonly children: ReactNode;
}

/** The end of a form or a question: the way out, and what it is for. */
export function CancelOr({ onCancel, hasFocus = false, children }: CancelOrProps) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel} data-autofocus={hasFocus || undefined}>
        {t("cancel")}
      </Button>
      {children}
    </Group>
  );
}
