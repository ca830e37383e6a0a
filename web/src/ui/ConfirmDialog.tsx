import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";

export interface Confirmation {
  /** The question. */
  readonly title: string;
  /** What happens to whom: a confirmation is for what others will notice. */
  readonly consequence: string;
  readonly onConfirm: () => Promise<void>;
}

interface ConfirmDialogProps extends Confirmation {
  /** On the button that does it. */
  readonly verb: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The question alone, where what asks it is not a button: an item of a menu. */
export function ConfirmDialog({
  title,
  consequence,
  verb,
  isOpen,
  onClose,
  onConfirm,
}: ConfirmDialogProps) {
  const [isDoing, setDoing] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function confirm() {
    setDoing(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setDoing(false);
    }
  }

  return (
    <Dialog opened={isOpen} onClose={onClose} title={title}>
      <Stack>
        <Text>{consequence}</Text>
        <ErrorNotice error={error} />
        <CancelOr onCancel={onClose} hasFocus>
          <Button color="danger" loading={isDoing} onClick={() => void confirm()}>
            {verb}
          </Button>
        </CancelOr>
      </Stack>
    </Dialog>
  );
}
