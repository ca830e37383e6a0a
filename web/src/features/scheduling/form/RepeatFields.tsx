import { Checkbox, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { DayList } from "~/features/scheduling/form/DayList";
import classes from "~/features/scheduling/form/form.module.css";
import { daysOf, MOST_TIMES, type Repeat, weekdaysOf } from "~/features/scheduling/form/repeat";
import type { SessionValues } from "~/features/scheduling/form/values";
import { dayText, weekOf } from "~/features/scheduling/times/days";

interface RepeatFieldsProps {
  readonly form: UseFormReturnType<SessionValues>;
}

const MOST_WEEKS = 26;
const SHOWN = 4;

/** Once, each week on some days, or on chosen days; and what comes of it. */
export function RepeatFields({ form }: RepeatFieldsProps) {
  const { t } = useTranslation("scheduling");
  const [repeat, setRepeat] = useState(form.getValues().repeat);
  const [start, setStart] = useState(form.getValues().date);
  form.watch("date", ({ value }) => setStart(value));
  const error = form.getInputProps("repeat").error as string | undefined;

  function change(changes: Partial<Repeat>) {
    const changed = { ...repeat, ...changes };
    setRepeat(changed);
    form.setFieldValue("repeat", changed);
    form.clearFieldError("repeat");
  }

  return (
    <>
      <NativeSelect
        className={classes["narrow"] ?? ""}
        label={t("repeat.label")}
        size="md"
        value={repeat.kind}
        error={error}
        data-path="repeat"
        onChange={(event) => change({ kind: kindOf(event.currentTarget.value) })}
      >
        <option value="none">{t("repeat.none")}</option>
        <option value="weekly">{t("repeat.weekly")}</option>
        <option value="chosen">{t("repeat.chosen")}</option>
      </NativeSelect>
      {repeat.kind === "weekly" && <Weekly repeat={repeat} start={start} change={change} />}
      {repeat.kind === "chosen" && (
        <DayList
          label={t("repeat.days")}
          days={repeat.days}
          onChange={(days) => change({ days })}
        />
      )}
      {repeat.kind === "weekly" && (
        <DayList
          label={t("repeat.exceptions")}
          days={repeat.exceptions}
          onChange={(exceptions) => change({ exceptions })}
        />
      )}
      {repeat.kind !== "none" && <Preview repeat={repeat} start={start} />}
    </>
  );
}

function kindOf(value: string): Repeat["kind"] {
  return value === "weekly" || value === "chosen" ? value : "none";
}

interface WeeklyProps {
  readonly repeat: Repeat;
  readonly start: string;
  readonly change: (changes: Partial<Repeat>) => void;
}

function Weekly({ repeat, start, change }: WeeklyProps) {
  const { t, i18n } = useTranslation("scheduling");
  const weekdays = weekdaysOf(repeat, start);
  return (
    <Stack gap="md">
      <Checkbox.Group
        label={t("repeat.weekdays")}
        value={weekdays.map(String)}
        onChange={(picked) => change({ weekdays: picked.map(Number) })}
      >
        <Group gap="md" mt={4}>
          {weekOf("2024-01-01").map((day, index) => (
            <Checkbox
              key={day}
              value={String(index)}
              label={dayText(day, i18n.language, { weekday: "long" })}
            />
          ))}
        </Group>
      </Checkbox.Group>
      <div className={classes["inline"]}>
        <NumberInput
          label={t("repeat.every")}
          size="md"
          w={190}
          min={1}
          max={MOST_WEEKS}
          allowDecimal={false}
          value={repeat.every}
          onChange={(every) => change({ every: Number(every) })}
        />
        <NativeSelect
          label={t("repeat.ends")}
          size="md"
          value={repeat.ends}
          onChange={(event) =>
            change({ ends: event.currentTarget.value === "until" ? "until" : "count" })
          }
        >
          <option value="count">{t("repeat.after")}</option>
          <option value="until">{t("repeat.until")}</option>
        </NativeSelect>
        {repeat.ends === "count" ? (
          <NumberInput
            label={t("repeat.times")}
            size="md"
            w={130}
            min={1}
            max={MOST_TIMES}
            allowDecimal={false}
            value={repeat.count}
            onChange={(count) => change({ count: Number(count) })}
          />
        ) : (
          <TextInput
            type="date"
            label={t("repeat.last_day")}
            value={repeat.until}
            min={start}
            onChange={(event) => change({ until: event.currentTarget.value })}
          />
        )}
      </div>
    </Stack>
  );
}

interface PreviewProps {
  readonly repeat: Repeat;
  readonly start: string;
}

function Preview({ repeat, start }: PreviewProps) {
  const { t, i18n } = useTranslation("scheduling");
  const days = daysOf(repeat, start);
  const named = (day: string) =>
    dayText(day, i18n.language, { weekday: "short", day: "numeric", month: "short" });
  const last = days.at(-1);
  const first = days.slice(0, days.length > SHOWN ? SHOWN - 1 : SHOWN).map(named);
  const shown =
    days.length > SHOWN && last !== undefined
      ? `${first.join(", ")} … ${named(last)}`
      : first.join(", ");
  return (
    <Text size="sm" c="dimmed" role="status">
      {days.length === 0
        ? t("repeat.nothing")
        : t("repeat.preview", { count: days.length, days: shown })}
    </Text>
  );
}
