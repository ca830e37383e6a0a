import { Button, type ButtonProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";

import { type Confirmation, ConfirmDialog } from "~/ui/ConfirmDialog";

interface ConfirmButtonProps extends ButtonProps, Confirmation {
  readonly children: string;
  /** The verb on the button that does it; the button's own words if not given. */
  readonly verb?: string;
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
  const [isAsking, { open, close }] = useDisclosure();
  return (
    <>
      <Button {...button} onClick={open}>
        {children}
      </Button>
      <ConfirmDialog
        title={title}
        consequence={consequence}
        verb={verb}
        isOpen={isAsking}
        onClose={close}
        onConfirm={onConfirm}
      />
    </>
  );
}
