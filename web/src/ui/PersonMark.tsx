import { Avatar, type AvatarProps } from "@mantine/core";

import { colourAt, colourOfPerson } from "~/ui/theme";

interface PersonMarkProps {
  /** What decides the colour: the same id, the same colour. */
  readonly id: string;
  /** A place in the palette, where somebody was given one: in a room, and in its report. */
  readonly colour?: number;
  readonly name: string;
  readonly size?: AvatarProps["size"];
}

/** Somebody's initials on their colour. Decoration: the name stands beside it. */
export function PersonMark({ id, colour, name, size = 36 }: PersonMarkProps) {
  const { fill, ink } = colour === undefined ? colourOfPerson(id) : colourAt(colour);
  return (
    <Avatar
      size={size}
      radius="50%"
      aria-hidden
      styles={{ placeholder: { background: fill, color: ink, border: 0, fontWeight: 650 } }}
    >
      {initials(name)}
    </Avatar>
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => firstLetter(word ?? "").toLocaleUpperCase()).join("");
}

/** What a reader takes for one letter, which may be several code points. */
function firstLetter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? "";
}
