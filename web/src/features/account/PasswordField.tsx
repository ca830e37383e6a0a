import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A password that one types; a new one comes with what is asked of it. */
export function PasswordField({ isNew, ...input }: PasswordInputProps & { isNew: boolean }) {
  const { t } = useTranslation("account");
  return (
    <PasswordInput
      {...input}
      aria-invalid={Boolean(input.error)}
      description={isNew ? t("password.rule") : undefined}
      autoComplete={isNew ? "new-password" : "current-password"}
      visibilityToggleButtonProps={{ "aria-label": t("sign_in.show_password") }}
    />
  );
}
