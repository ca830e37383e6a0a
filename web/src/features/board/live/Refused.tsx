import { Button, Stack, Text } from "@mantine/core";
import { TLRemoteSyncError, TLSyncErrorCloseEventReason as Reason } from "@tldraw/sync";
import { useTranslation } from "react-i18next";

import classes from "~/features/board/live/live.module.css";

interface RefusedProps {
  readonly error: Error;
  readonly onReopen: () => void;
}

/** The server shut the board for this page, and would again: why, and what to do. */
export function Refused({ error, onReopen }: RefusedProps) {
  const { t } = useTranslation("board");
  const reason = reasonOf(error);

  function words(): string {
    switch (reason) {
      case Reason.CLIENT_TOO_OLD:
      case Reason.SERVER_TOO_OLD:
        return t("refused.version");
      case Reason.NOT_FOUND:
        return t("refused.not_found");
      case Reason.FORBIDDEN:
      case Reason.NOT_AUTHENTICATED:
        return t("refused.forbidden");
      case Reason.INVALID_RECORD:
        return t("refused.invalid");
      case Reason.RATE_LIMITED:
        return t("refused.too_fast");
      case Reason.ROOM_FULL:
        return t("refused.full");
      default:
        return t("refused.unknown");
    }
  }

  const mayReopen =
    reason === Reason.INVALID_RECORD ||
    reason === Reason.RATE_LIMITED ||
    reason === Reason.ROOM_FULL;
  return (
    <Stack className={classes["refused"]} role="alert" gap="sm" align="center">
      <Text ta="center">{words()}</Text>
      {mayReopen ? (
        <Button onClick={onReopen}>{t("refused.reopen")}</Button>
      ) : (
        <Button
          onClick={() => {
            location.reload();
          }}
        >
          {t("refused.reload")}
        </Button>
      )}
    </Stack>
  );
}

/** Why the server shut the board, in its word. */
export function reasonOf(error: Error): string {
  return error instanceof TLRemoteSyncError ? error.reason : Reason.UNKNOWN_ERROR;
}
