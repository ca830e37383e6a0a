import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useErrorText } from "~/ui/errorText";

interface ErrorNoticeProps {
  readonly error: unknown;
  /** Offers to try again, where trying again may help. */
  readonly onRetry?: () => void;
}

/** An error where the thing that failed would have been. Nothing without an error. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  if (!error) return null;
  return (
    <Alert color="danger" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="xs" align="flex-start">
        <Text>{errorText(error)}</Text>
        {onRetry && (
          <Button size="sm" variant="default" onClick={onRetry}>
            {t("try_again")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
