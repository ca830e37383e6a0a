import { Button } from "@mantine/core";
import { IconTableExport } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";

import classes from "~/features/reports/Report.module.css";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface SheetButtonProps {
  readonly label: string;
  readonly children: string;
  readonly save: () => Promise<void>;
}

/** Saves a table for a spreadsheet. */
export function SheetButton({ label, children, save }: SheetButtonProps) {
  const showError = useErrorNotification();
  const { mutate, isPending } = useMutation({ mutationFn: save, onError: showError });
  return (
    <Button
      variant="default"
      size="sm"
      className={classes["unprinted"]}
      aria-label={label}
      loading={isPending}
      leftSection={<IconTableExport size={18} aria-hidden />}
      onClick={() => {
        mutate();
      }}
    >
      {children}
    </Button>
  );
}
