import { Alert, NumberInput, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconWorld } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/form/form.module.css";
import type { SessionValues } from "~/features/scheduling/form/values";
import { ZoneField } from "~/features/scheduling/form/ZoneField";
import { useWhen } from "~/features/scheduling/times/when";
import { instantOf } from "~/features/scheduling/times/zones";

interface WhenFieldsProps {
  readonly form: UseFormReturnType<SessionValues>;
}

const MINUTE_MS = 60_000;

/** Day, time and zone, and what that is on the reader's own clock. */
export function WhenFields({ form }: WhenFieldsProps) {
  const { t } = useTranslation("scheduling");
  return (
    <>
      <div className={classes["when"]}>
        <TextInput
          {...form.getInputProps("date")}
          key={form.key("date")}
          type="date"
          label={t("form.date")}
        />
        <TextInput
          {...form.getInputProps("time")}
          key={form.key("time")}
          type="time"
          label={t("form.time")}
        />
        <NumberInput
          {...form.getInputProps("duration_minutes")}
          key={form.key("duration_minutes")}
          label={t("form.duration")}
          size="md"
          min={1}
          max={480}
          step={15}
          allowDecimal={false}
          allowNegative={false}
          inputMode="numeric"
          hideControls
        />
      </div>
      <ZoneField
        {...form.getInputProps("time_zone")}
        key={form.key("time_zone")}
        first={form.getValues().time_zone}
        maxDropdownHeight={280}
      />
      <TimeSaid form={form} />
    </>
  );
}

/** The time in words: what was typed, in which zone, and when that is for who types. */
function TimeSaid({ form }: WhenFieldsProps) {
  const when = useWhen();
  const [{ date, time, time_zone, duration_minutes }, setTyped] = useState(form.getValues);
  const refresh = () => setTyped({ ...form.getValues() });
  form.watch("date", refresh);
  form.watch("time", refresh);
  form.watch("time_zone", refresh);
  form.watch("duration_minutes", refresh);

  const start = instantOf({ date, time }, time_zone);
  if (start === null) return null;
  const minutes = Number(duration_minutes);
  const timed = {
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + (minutes > 0 ? minutes : 0) * MINUTE_MS).toISOString(),
    time_zone,
  };
  const own = when.own(timed);
  return (
    <Alert variant="light" color="link" icon={<IconWorld aria-hidden />} role="status">
      <Text c="var(--salle-ink)">
        {when.day(timed.start_time, time_zone)}, {when.span(timed, time_zone)} ·{" "}
        {when.zone(timed.start_time, time_zone)}
      </Text>
      {own !== null && <Text c="var(--salle-ink)">{own}</Text>}
    </Alert>
  );
}
