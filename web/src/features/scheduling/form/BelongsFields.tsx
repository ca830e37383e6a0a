import { Select } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { A_SCREENFUL, capsulesQuery } from "~/features/capsules/queries";
import { useSearch } from "~/features/scheduling/form/useSearch";
import type { SessionValues } from "~/features/scheduling/form/values";
import { eventsQuery } from "~/features/scheduling/queries";

interface FieldProps {
  readonly form: UseFormReturnType<SessionValues>;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The capsule that is taught: searched among all of one's own. */
export function CapsuleField({ form }: FieldProps) {
  const { t } = useTranslation("scheduling");
  const { search, setTyped } = useSearch();
  const { data } = useQuery(capsulesQuery({ search, sort: "updated", limit: A_SCREENFUL }));
  const found = (data?.capsules ?? []).map(({ id, title }) => ({ value: id, label: title }));
  return (
    <Select
      {...form.getInputProps("capsule_id")}
      key={form.key("capsule_id")}
      label={t("form.capsule")}
      description={t("form.capsule_hint")}
      placeholder={t("form.search")}
      size="md"
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("form.no_capsule") }}
      nothingFoundMessage={t("form.nothing")}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={useKept(found, form.getValues().capsule_id, t("form.same_capsule"))}
    />
  );
}

export function EventField({ form }: FieldProps) {
  const { t } = useTranslation("scheduling");
  const { search, setTyped } = useSearch();
  const { data } = useQuery(eventsQuery({ search, upcoming: true, deleted: false, mine: true }));
  const found = (data?.events ?? [])
    .filter(({ status }) => status !== "canceled")
    .map(({ id, title }) => ({ value: id, label: title }));
  return (
    <Select
      {...form.getInputProps("event_id")}
      key={form.key("event_id")}
      label={t("form.event")}
      description={t("form.event_hint")}
      placeholder={t("form.search")}
      size="md"
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("form.no_event") }}
      nothingFoundMessage={t("form.nothing")}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={useKept(found, form.getValues().event_id, t("form.same_event"))}
    />
  );
}

/** What is picked stays among the choices, although it may not be among those found now. */
function useKept(found: readonly Choice[], picked: string | null, unnamed: string): Choice[] {
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  const fresh = found.filter(({ value, label }) => seen.get(value) !== label);
  if (fresh.length > 0) {
    setSeen(new Map([...seen, ...fresh.map(({ value, label }) => [value, label] as const)]));
  }
  if (picked === null || found.some(({ value }) => value === picked)) return [...found];
  return [{ value: picked, label: seen.get(picked) ?? unnamed }, ...found];
}
