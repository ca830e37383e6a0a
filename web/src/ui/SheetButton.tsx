import { Button, type ButtonProps } from "@mantine/core";
import { IconTableExport } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";

import { useErrorNotification } from "~/ui/useErrorNotification";

interface SheetButtonProps extends ButtonProps {
  readonly "aria-label"?: string;
  readonly save: () => Promise<void>;
}

/** Saves a table for a spreadsheet. */
export function SheetButton({ save, ...button }: SheetButtonProps) {
  const notifyError = useErrorNotification();
  const { mutate, isPending } = useMutation({ mutationFn: save, onError: notifyError });
  return (
    <Button
      variant="default"
      size="sm"
      loading={isPending}
      leftSection={<IconTableExport size={18} aria-hidden />}
      onClick={() => {
        mutate();
      }}
      {...button}
    />
  );
}
