import type { Participant } from "~/live/frames";
import { colourAt, type PersonColour } from "~/ui/theme";

export interface PeopleInOrder {
  /** The trainer while here: everyone else counts as a participant. */
  readonly trainer: Participant | undefined;
  /** Who raised a hand first comes first. */
  readonly hands: readonly Participant[];
  /** Here with the hand down, by name. */
  readonly here: readonly Participant[];
  readonly away: readonly Participant[];
}

export function orderPeople(people: Readonly<Record<string, Participant>>): PeopleInOrder {
  const all = Object.values(people).toSorted(byRoleAndName);
  const hasHandUp = ({ is_here, hand_raised_at }: Participant) =>
    is_here && hand_raised_at !== null;
  return {
    trainer: all.find((person) => person.is_here && person.role === "trainer"),
    hands: all
      .filter(hasHandUp)
      .toSorted((one, other) => timeOf(one.hand_raised_at) - timeOf(other.hand_raised_at)),
    here: all.filter((person) => person.is_here && person.role !== "trainer" && !hasHandUp(person)),
    away: all.filter((person) => !person.is_here),
  };
}

function byRoleAndName(one: Participant, other: Participant): number {
  if (one.role !== other.role) return one.role === "trainer" ? -1 : 1;
  return fullName(one).localeCompare(fullName(other));
}

function timeOf(time: string | null): number {
  return time === null ? Infinity : Date.parse(time);
}

export function fullName({ first_name, last_name }: Participant): string {
  return `${first_name} ${last_name}`.trim();
}

/** The room hands colours out in the order of arrival, so that neighbours differ most. */
export function colourOf({ colour }: Participant): PersonColour {
  return colourAt(colour);
}
