import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconClockHour4 } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { announce } from "~/ui/announcer";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { retryAfter } from "~/ui/retryAfter";

/** Those who were refused together do not come back together. */
const SPREAD_SECONDS = 3;

interface PatientNoticeProps {
  readonly error: unknown;
  /** Called by itself when the server said when; one does not have to press anything. */
  readonly onRetry: () => void;
  /** Offers a button to try again where the server did not say when. */
  readonly hasButton?: boolean;
}

/** An `ErrorNotice`, but who came among too many is tried again by itself, unless they cancel it. */
export function PatientNotice({ error, onRetry, hasButton = false }: PatientNoticeProps) {
  const [declined, setDeclined] = useState<unknown>(null);
  if (retryAfter(error) === null || error === declined) {
    return <ErrorNotice error={error} {...(hasButton && { onRetry })} />;
  }
  return <Waiting error={error} onRetry={onRetry} onCancel={() => setDeclined(error)} />;
}

interface WaitingProps {
  /** Another one begins another wait. */
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onCancel: () => void;
}

function Waiting({ error, onRetry, onCancel }: WaitingProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(() => retryAfter(error) ?? 0);
  const says = t("crowd.says");
  const retry = useEffectEvent(onRetry);

  useEffect(() => {
    announce(says);
  }, [says]);

  useEffect(() => {
    const seconds = retryAfter(error) ?? 0;
    const until = Date.now() + 1000 * (seconds + SPREAD_SECONDS * Math.random());
    const tick = () => {
      const rest = Math.ceil((until - Date.now()) / 1000);
      setLeft(Math.max(0, rest));
      if (rest > 0) return;
      clearInterval(timer);
      retry();
    };
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 1000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [error]);

  return (
    // What changes every second is seen; those who listen are told once.
    <Alert variant="light" role="group" icon={<IconClockHour4 aria-hidden />}>
      <Stack gap="xs" align="flex-start">
        <Text>{says}</Text>
        <Text fw={600} className="tabular" role="timer">
          {left > 0 ? t("crowd.next", { count: left }) : t("crowd.now")}
        </Text>
        {left > 0 && (
          <Button size="sm" variant="default" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
