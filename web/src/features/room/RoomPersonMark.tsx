import { Avatar } from "@mantine/core";

import { colourOf, fullName } from "~/features/room/panel/people";
import type { Participant } from "~/live/frames";
import { initials } from "~/ui/PersonMark";

interface RoomPersonMarkProps {
  readonly person: Participant;
  readonly size?: number;
}

/** Initials on the colour that the room gave this person. Decoration: the name stands beside it. */
export function RoomPersonMark({ person, size = 36 }: RoomPersonMarkProps) {
  const { fill, ink } = colourOf(person);
  return (
    <Avatar
      size={size}
      radius="50%"
      aria-hidden
      opacity={person.is_here ? 1 : 0.45}
      styles={{ placeholder: { background: fill, color: ink, border: 0, fontWeight: 650 } }}
    >
      {initials(fullName(person))}
    </Avatar>
  );
}
