import { Button, type ButtonProps, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ErrorNotice } from "~/ui/ErrorNotice";

interface ConfirmButtonProps extends ButtonProps {
  readonly children: string;
  /** The question. */
  readonly title: string;
  /** What happens to whom: a confirmation is for what others will notice. */
  readonly consequence: string;
  /** The verb on the button that does it; the button's own words if not given. */
  readonly verb?: string;
  readonly onConfirm: () => Promise<void>;
}

/** A button that asks first. For what can be undone, act at once and offer `notifyUndo`. */
export function ConfirmButton({
  children,
  title,
  consequence,
  verb = children,
  onConfirm,
  ...button
}: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [isAsking, { open, close }] = useDisclosure();
  const [isDoing, setDoing] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function confirm() {
    setDoing(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setDoing(false);
    }
  }

  return (
    <>
      <Button {...button} onClick={open}>
        {children}
      </Button>
      <Modal
        opened={isAsking}
        onClose={close}
        title={title}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text>{consequence}</Text>
          <ErrorNotice error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t("cancel")}
            </Button>
            <Button color="danger" loading={isDoing} onClick={() => void confirm()}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
