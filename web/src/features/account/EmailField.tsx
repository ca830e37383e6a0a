import { TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The address by which somebody signs in: what a password manager keeps the password for. */
export function EmailField(input: TextInputProps) {
  const { t } = useTranslation("account");
  return (
    <TextInput
      label={t("sign_in.email")}
      type="email"
      name="email"
      autoComplete="username"
      inputMode="email"
      {...input}
    />
  );
}
