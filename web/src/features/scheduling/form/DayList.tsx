import { Button, Pill, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/form/form.module.css";
import { dayText } from "~/features/scheduling/times/days";

interface DayListProps {
  readonly label: string;
  readonly days: readonly string[];
  readonly onChange: (days: readonly string[]) => void;
}

/** Days one adds and takes away, in order. */
export function DayList({ label, days, onChange }: DayListProps) {
  const { t, i18n } = useTranslation("scheduling");
  const [typed, setTyped] = useState("");

  function add() {
    if (typed !== "") onChange([...new Set([...days, typed])].toSorted());
    setTyped("");
  }

  return (
    <div>
      <div className={classes["inline"]}>
        <TextInput
          type="date"
          label={label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // The form is not to be sent by it.
            event.preventDefault();
            add();
          }}
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          disabled={typed === ""}
          aria-label={t("repeat.add_to", { list: label })}
          onClick={add}
        >
          {t("repeat.add")}
        </Button>
      </div>
      {days.length > 0 && (
        <ul className={classes["days"]} aria-label={label} style={{ marginBlockStart: 12 }}>
          {days.map((day) => {
            const named = dayText(day, i18n.language, { dateStyle: "medium" });
            return (
              <li key={day}>
                <Pill
                  size="lg"
                  withRemoveButton
                  removeButtonProps={{
                    "aria-label": t("repeat.remove", { day: named }),
                    "aria-hidden": false,
                    tabIndex: 0,
                  }}
                  onRemove={() => onChange(days.filter((each) => each !== day))}
                >
                  <Text component="span" size="sm">
                    {named}
                  </Text>
                </Pill>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
