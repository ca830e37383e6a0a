import { Kbd, Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useIsTrainer } from "~/features/room/seat";
import classes from "~/features/room/shortcuts/ShortcutsDialog.module.css";
import { Dialog } from "~/ui/Dialog";

interface ShortcutsDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly hasLetters: boolean;
  readonly onLetters: (hasLetters: boolean) => void;
}

export function ShortcutsDialog({ isOpen, onClose, hasLetters, onLetters }: ShortcutsDialogProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const lines: readonly (readonly [readonly string[], string] | null)[] = [
    [["←", "→"], t("shortcuts.slides")],
    [[t("shortcuts.page_up"), t("shortcuts.page_down")], t("shortcuts.slides")],
    isTrainer ? [["N"], t("shortcuts.next_step")] : [["H"], t("shortcuts.hand")],
    [["C"], t("shortcuts.chat")],
    [["P"], t("shortcuts.people")],
    isTrainer ? [["A"], t("shortcuts.activities")] : null,
    [["S"], t("shortcuts.slide_list")],
    [["F"], t("shortcuts.fullscreen")],
    [["?"], t("shortcuts.this_list")],
  ];
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t("shortcuts.title")}>
      <Stack gap="lg">
        <dl className={classes["list"]}>
          {lines.map(
            (line) =>
              line && (
                <div key={line[0].join("")}>
                  <dt>
                    {line[0].map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{line[1]}</dd>
                </div>
              ),
          )}
        </dl>
        <Switch
          color="link"
          label={t("shortcuts.letters")}
          description={t("shortcuts.letters_why")}
          checked={hasLetters}
          onChange={(event) => {
            onLetters(event.currentTarget.checked);
          }}
        />
      </Stack>
    </Dialog>
  );
}
