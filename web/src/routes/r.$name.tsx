import { createFileRoute } from "@tanstack/react-router";

import { RoomDoor } from "~/features/room/door/RoomDoor";

export const Route = createFileRoute("/r/$name")({ component: RoomPage });

function RoomPage() {
  const { name } = Route.useParams();
  return <RoomDoor key={name} name={name} />;
}
