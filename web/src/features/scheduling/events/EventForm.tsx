import {
  Button,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, asApiError } from "~/api/errors";
import type { EventValues } from "~/features/scheduling/events/changes";
import { EVENT_TYPES, useEventNames, VISIBILITIES } from "~/features/scheduling/events/names";
import formClasses from "~/features/scheduling/form/form.module.css";
import { ZoneField } from "~/features/scheduling/form/ZoneField";
import type { Event } from "~/features/scheduling/queries";
import { CancelOr } from "~/ui/CancelOr";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { PictureField } from "~/ui/PictureField";
import { useApiForm } from "~/ui/useApiForm";

interface EventFormProps {
  readonly initialValues: EventValues;
  readonly send: (values: EventValues) => Promise<Event>;
  readonly verb: string;
  readonly onDone: (event: Event) => void;
  readonly onLeave: () => void;
}

const SHOWN_AT: Readonly<Record<string, string>> = {
  start_time: "start_date",
  end_time: "end_date",
};
const CODE_AT: Readonly<Record<string, string>> = {
  "event.start_in_the_past": "start_date",
  "event.ends_before_start": "end_date",
  "event.too_long": "end_date",
};

function atFields(failure: unknown): ApiError {
  const { status, code, details, fields } = asApiError(failure);
  const at = CODE_AT[code];
  if (at !== undefined) {
    const limits = { limit_days: Number(details["limit_days"]) };
    return new ApiError(status, "invalid", { fields: [{ path: [at], code, limits }] });
  }
  return new ApiError(status, code, {
    details,
    fields: fields.map((problem) => {
      const [first = ""] = problem.path;
      return { ...problem, path: [SHOWN_AT[first] ?? first] };
    }),
  });
}

export function EventForm({ initialValues, send, verb, onDone, onLeave }: EventFormProps) {
  const { t } = useTranslation("scheduling");
  const names = useEventNames();
  const [picture, setPicture] = useState(initialValues.picture_id);
  const { form, submit, isSending, error } = useApiForm({
    initialValues,
    send: (values) =>
      send(values).catch((failure: unknown) => {
        throw atFields(failure);
      }),
    onDone,
  });
  const field = (name: keyof EventValues & string) => ({
    ...form.getInputProps(name),
    key: form.key(name),
  });
  return (
    <form onSubmit={submit} noValidate className={formClasses["form"]}>
      <Paper withBorder p="lg">
        <Stack gap="md">
          <TextInput
            {...form.getInputProps("title")}
            key={form.key("title")}
            label={t("form.title")}
            maxLength={200}
            autoComplete="off"
            data-autofocus
          />
          <NativeSelect
            {...form.getInputProps("type")}
            key={form.key("type")}
            label={t("event.type")}
            size="md"
            data={EVENT_TYPES.map((type) => ({ value: type, label: names.type(type) }))}
          />
          <Group grow align="flex-start">
            <TextInput {...field("start_date")} type="date" label={t("event.first_day")} />
            <TextInput {...field("start_clock")} type="time" label={t("event.starts")} />
          </Group>
          <Group grow align="flex-start">
            <TextInput {...field("end_date")} type="date" label={t("event.last_day")} />
            <TextInput {...field("end_clock")} type="time" label={t("event.ends")} />
          </Group>
          <ZoneField
            {...form.getInputProps("time_zone")}
            key={form.key("time_zone")}
            first={initialValues.time_zone}
          />
          <Switch
            {...form.getInputProps("is_remote", { type: "checkbox" })}
            key={form.key("is_remote")}
            label={t("event.remote")}
            size="md"
          />
          <TextInput
            {...form.getInputProps("place")}
            key={form.key("place")}
            label={t("event.place")}
            maxLength={200}
          />
          <NativeSelect
            {...form.getInputProps("visibility")}
            key={form.key("visibility")}
            label={t("event.visibility")}
            size="md"
            data={VISIBILITIES.map((each) => ({ value: each, label: names.visibility(each) }))}
          />
          <PictureField
            picture={picture}
            alt={t("event.picture")}
            onChange={(picture_id) => {
              form.setFieldValue("picture_id", picture_id);
              setPicture(picture_id);
            }}
          />
          <Textarea
            {...form.getInputProps("description")}
            key={form.key("description")}
            label={t("form.description")}
            description={t("event.description_hint")}
            autosize
            minRows={5}
            maxRows={20}
            maxLength={10_000}
          />
          <ErrorNotice error={error} />
          <CancelOr onCancel={onLeave}>
            <Button type="submit" loading={isSending}>
              {verb}
            </Button>
          </CancelOr>
        </Stack>
      </Paper>
    </form>
  );
}
