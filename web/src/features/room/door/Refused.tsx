import { type ApiError, asApiError } from "~/api/errors";
import { ClosingPage } from "~/features/room/closing/ClosingPage";
import { KickedPage, NoRoomPage } from "~/features/room/closing/LineOver";
import { rememberedIdentity } from "~/live/identity";
import { PageFailed } from "~/ui/pages";

interface RefusedProps {
  readonly name: string;
  readonly error: unknown;
}

/** Why one does not get in, and what to do. */
export function Refused({ name, error }: RefusedProps) {
  const refusal = asApiError(error);
  switch (refusal.code) {
    case "room.not_found":
      return <NoRoomPage />;
    case "room.ended":
      return <ClosingPage title={null} seat={rememberedIdentity(name)} />;
    case "room.kicked":
      return <KickedPage reason={reasonOf(refusal)} />;
    default:
      return <PageFailed error={error} />;
  }
}

function reasonOf({ details }: ApiError): string {
  return typeof details["reason"] === "string" ? details["reason"] : "";
}
