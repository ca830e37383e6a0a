import { createFileRoute } from "@tanstack/react-router";

import { ScreenDoor } from "~/features/room/screen/ScreenDoor";

export const Route = createFileRoute("/r/$name_/screen")({ component: ScreenPage });

function ScreenPage() {
  const { name } = Route.useParams();
  return <ScreenDoor key={name} name={name} />;
}
