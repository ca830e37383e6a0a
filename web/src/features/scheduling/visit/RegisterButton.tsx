import { Button, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Session } from "~/features/scheduling/queries";
import { register } from "~/features/scheduling/visit/register";
import { ErrorNotice } from "~/ui/ErrorNotice";

interface RegisterButtonProps {
  readonly session: Session;
}

/** For who is signed in: their account says who they are. */
export function RegisterButton({ session }: RegisterButtonProps) {
  const { t } = useTranslation("scheduling");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => register(session.id, null),
  });
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Title order={2}>{session.is_full ? t("register.wait_title") : t("register.title")}</Title>
        <Text c="dimmed" size="sm">
          {session.is_full ? t("register.wait_lead") : t("register.account_lead")}
        </Text>
      </Stack>
      <ErrorNotice error={error} />
      <Button
        size="lg"
        fullWidth
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {session.is_full ? t("register.wait_submit") : t("register.submit")}
      </Button>
    </Stack>
  );
}
