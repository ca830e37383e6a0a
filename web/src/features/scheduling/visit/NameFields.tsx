import { TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";

/** Who somebody is, as the server asks it. */
export interface Who extends Record<string, unknown> {
  readonly first_name: string;
  readonly last_name: string;
  readonly organisation: string;
}

interface NameFieldsProps<Values extends Who> {
  readonly form: UseFormReturnType<Values>;
}

export function NameFields<Values extends Who>({ form }: NameFieldsProps<Values>) {
  const { t } = useTranslation("scheduling");
  return (
    <>
      <TextInput
        {...form.getInputProps("first_name")}
        key={form.key("first_name")}
        label={t("register.first_name")}
        autoComplete="given-name"
        maxLength={100}
      />
      <TextInput
        {...form.getInputProps("last_name")}
        key={form.key("last_name")}
        label={t("register.last_name")}
        autoComplete="family-name"
        maxLength={100}
      />
      <TextInput
        {...form.getInputProps("organisation")}
        key={form.key("organisation")}
        label={t("register.organisation")}
        autoComplete="organization"
        maxLength={200}
      />
    </>
  );
}
