import { Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { type ApiError, asApiError } from "~/api/errors";
import { ClosingPage } from "~/features/room/closing/ClosingPage";
import { KickedPage, NoRoomPage } from "~/features/room/closing/LineOver";
import { rememberedIdentity } from "~/live/identity";
import { PageFailed } from "~/ui/pages";
import { PatientNotice } from "~/ui/PatientNotice";
import { Stage } from "~/ui/Stage";
import { usePageTitle } from "~/ui/usePageTitle";

interface RefusedProps {
  readonly name: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Why one does not get in, and what to do. */
export function Refused({ name, error, onRetry }: RefusedProps) {
  const refusal = asApiError(error);
  switch (refusal.code) {
    case "room.not_found":
      return <NoRoomPage />;
    case "room.ended":
      return <ClosingPage title={null} seat={rememberedIdentity(name)} />;
    case "room.kicked":
      return <KickedPage reason={reasonOf(refusal)} />;
    case "too_many_attempts":
      return <CrowdPage error={error} onRetry={onRetry} />;
    default:
      return <PageFailed error={error} />;
  }
}

function CrowdPage({ error, onRetry }: Pick<RefusedProps, "error" | "onRetry">) {
  const { t } = useTranslation("room");
  usePageTitle(t("door.wait"));
  return (
    <Stage>
      <Stack gap="md">
        <Title order={1}>{t("door.wait")}</Title>
        <PatientNotice error={error} onRetry={onRetry} hasButton />
      </Stack>
    </Stage>
  );
}

function reasonOf({ details }: ApiError): string {
  return typeof details["reason"] === "string" ? details["reason"] : "";
}
