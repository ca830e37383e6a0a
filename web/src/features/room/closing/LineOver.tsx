import { Blockquote, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { NoticePage } from "~/features/room/closing/NoticePage";
import type { Ending } from "~/live/policy";

interface LineOverProps {
  readonly ending: Exclude<Ending, "ended">;
  readonly reason: string;
  readonly title: string | null;
  readonly onReopen: () => void;
  readonly onLeave: () => void;
}

/** The room sent this page away, and trying again by itself would not help. */
export function LineOver({ ending, reason, title, onReopen, onLeave }: LineOverProps) {
  const { t } = useTranslation("room");
  const room = title ?? t("over.this_room");
  switch (ending) {
    case "kicked":
      return <KickedPage reason={reason} />;
    case "identity":
      return (
        <NoticePage
          title={t("over.identity")}
          action={<Button onClick={onLeave}>{t("over.enter_again")}</Button>}
        >
          {t("over.identity_says", { room })}
        </NoticePage>
      );
    case "elsewhere":
      return (
        <NoticePage
          title={t("over.elsewhere")}
          action={<Button onClick={onReopen}>{t("over.use_here")}</Button>}
        >
          {t("over.elsewhere_says", { room })}
        </NoticePage>
      );
    case "no_room":
      return <NoRoomPage />;
    case "done":
    case "malformed":
    case "origin":
    case "version":
      return (
        <NoticePage
          title={ending === "version" ? t("over.version") : t("over.stopped")}
          action={
            <Button
              onClick={() => {
                location.reload();
              }}
            >
              {t("over.reload")}
            </Button>
          }
        >
          {ending === "version" ? t("over.version_says") : t("over.stopped_says")}
        </NoticePage>
      );
  }
}

export function KickedPage({ reason }: { readonly reason: string }) {
  const { t } = useTranslation("room");
  return (
    <NoticePage title={t("over.kicked")}>
      <Stack gap="sm">
        {reason !== "" && (
          <Blockquote p="md" color="gray">
            {reason}
          </Blockquote>
        )}
        <Text>{t("over.kicked_says")}</Text>
      </Stack>
    </NoticePage>
  );
}

export function NoRoomPage() {
  const { t } = useTranslation(["room", "common"]);
  return (
    <NoticePage
      title={t("over.no_room")}
      action={
        <Button component="a" href="/" variant="default">
          {t("common:back_home")}
        </Button>
      }
    >
      {t("over.no_room_says")}
    </NoticePage>
  );
}
