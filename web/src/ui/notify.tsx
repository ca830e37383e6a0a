import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";

import { token } from "~/ui/theme";

const UNDO_FOR_MS = 8000;

/** Says that something was done where the page itself does not show it. */
export function notifyDone(text: string): void {
  notifications.show({ message: text, color: token("success"), closeButtonProps: closing() });
}

/** Says what was undone-able a moment ago: the deed is done, the button takes it back. */
export function notifyUndo(text: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: UNDO_FOR_MS,
    closeButtonProps: closing(),
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {i18next.t("undo")}
        </Button>
      </Group>
    ),
  });
}

function closing() {
  return { "aria-label": i18next.t("close") };
}
