import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

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
  const { t } = useTranslation();
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
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack>
        <Text>{consequence}</Text>
        <ErrorNotice error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("cancel")}
          </Button>
          <Button color="danger" loading={isDoing} onClick={() => void confirm()}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
