import { MultiSelect } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import type { SessionValues } from "~/features/scheduling/form/values";
import { useSearch } from "~/features/scheduling/form/useSearch";
import { colleaguesQuery, type Person } from "~/features/scheduling/queries";

const MOST = 20;
/** Fewer letters find nobody. */
const SHORTEST = 2;

interface AssistantsFieldProps {
  readonly form: UseFormReturnType<SessionValues>;
  readonly known: readonly Person[];
}

/** Who else leads: searched among those who teach. Who only assists keeps or drops whom they have. */
export function AssistantsField({ form, known }: AssistantsFieldProps) {
  const { t } = useTranslation("scheduling");
  const { can } = useAuth();
  const { search, setTyped } = useSearch();
  const isSearching = can("instructor") && search.length >= SHORTEST;
  const { data } = useQuery({ ...colleaguesQuery(search), enabled: isSearching });
  const found = isSearching ? (data?.people ?? []) : [];

  /** Those picked have to have a name, although they may not be among those found now. */
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(
    () => new Map(known.map(({ id, name }) => [id, name])),
  );
  const fresh = found.filter(({ id }) => !seen.has(id));
  if (fresh.length > 0) {
    // Without a name they were found by their address, which is what was typed.
    setSeen(new Map([...seen, ...fresh.map(({ id, name }) => [id, name || search] as const)]));
  }
  if (!can("instructor") && known.length === 0) return null;

  const picked = new Set(form.getValues().assistant_ids);
  const foundIds = new Set(found.map(({ id }) => id));
  return (
    <MultiSelect
      {...form.getInputProps("assistant_ids")}
      key={form.key("assistant_ids")}
      label={t("form.assistants")}
      description={t("form.assistants_hint")}
      placeholder={t("form.search_colleague")}
      size="md"
      searchable
      maxValues={MOST}
      {...(isSearching && { nothingFoundMessage: t("form.nothing") })}
      onSearchChange={setTyped}
      filter={({ options }) =>
        options.filter((each) => "value" in each && foundIds.has(each.value))
      }
      data={[...seen]
        .filter(([id]) => picked.has(id) || foundIds.has(id))
        .map(([value, label]) => ({ value, label }))}
    />
  );
}
