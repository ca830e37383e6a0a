import { MultiSelect } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { api, orThrow } from "~/api/client";
import type { SessionValues } from "~/features/scheduling/form/values";

const MOST = 20;
const FOUND = 100;

interface AssistantsFieldProps {
  readonly form: UseFormReturnType<SessionValues>;
  readonly known: readonly { readonly id: string; readonly name: string }[];
}

/** Who else leads. Only admins know everybody by name; others keep or drop whom they have. */
export function AssistantsField({ form, known }: AssistantsFieldProps) {
  const { t } = useTranslation("scheduling");
  const { can } = useAuth();
  const { data } = useQuery({
    queryKey: ["sessions", "assistants"],
    enabled: can("admin"),
    queryFn: ({ signal }) =>
      orThrow(api.GET("/api/users", { params: { query: { limit: FOUND } }, signal })),
  });
  if (!can("admin") && known.length === 0) return null;
  const people = new Map(known.map(({ id, name }) => [id, name]));
  for (const { id, first_name, last_name, email, disabled_at } of data?.items ?? []) {
    if (disabled_at === null) people.set(id, `${first_name} ${last_name}`.trim() || email);
  }
  return (
    <MultiSelect
      {...form.getInputProps("assistant_ids")}
      key={form.key("assistant_ids")}
      label={t("form.assistants")}
      description={t("form.assistants_hint")}
      size="md"
      searchable
      maxValues={MOST}
      nothingFoundMessage={t("form.nothing")}
      data={[...people].map(([value, label]) => ({ value, label }))}
    />
  );
}
