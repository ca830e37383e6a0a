import { expect, test } from "vitest";

import { colourOf, fullName, orderPeople } from "~/features/room/panel/people";
import type { Participant } from "~/live/frames";

const person = (id: string, more: Partial<Participant> = {}): Participant => ({
  id,
  role: "participant",
  first_name: id,
  last_name: "",
  colour: 0,
  is_here: true,
  hand_raised_at: null,
  may_draw: false,
  ...more,
});
const people = (...all: Participant[]) => Object.fromEntries(all.map((one) => [one.id, one]));
const ids = (all: readonly Participant[]) => all.map(({ id }) => id);

test("hands stand in the order in which they were raised", () => {
  const { hands, here } = orderPeople(
    people(
      person("Ada", { hand_raised_at: "2026-11-20T10:00:02Z" }),
      person("Zoe", { hand_raised_at: "2026-11-20T10:00:01Z" }),
      person("Bob"),
    ),
  );
  expect(ids(hands)).toEqual(["Zoe", "Ada"]);
  expect(ids(here)).toEqual(["Bob"]);
});

test("participants stand by name, whatever the accents, and the trainer apart", () => {
  const { trainer, here } = orderPeople(
    people(person("Zoe"), person("Émile"), person("Fanny"), person("Bob", { role: "trainer" })),
  );
  expect(trainer?.id).toBe("Bob");
  expect(ids(here)).toEqual(["Émile", "Fanny", "Zoe"]);
});

test("a trainer who left is among those who left, before the others", () => {
  const { trainer, away } = orderPeople(
    people(
      person("Ada", { is_here: false }),
      person("Bob", { role: "trainer", is_here: false }),
      person("Zoe"),
    ),
  );
  expect(trainer).toBeUndefined();
  expect(ids(away)).toEqual(["Bob", "Ada"]);
});

test("who left waits for nothing", () => {
  const { hands, away } = orderPeople(
    people(person("Ada", { is_here: false, hand_raised_at: "2026-11-20T10:00:02Z" })),
  );
  expect(hands).toEqual([]);
  expect(ids(away)).toEqual(["Ada"]);
});

test("there are colours for more people than colours", () => {
  expect(colourOf(person("a", { colour: 13 }))).toEqual(colourOf(person("b", { colour: 1 })));
});

test("a name without its second half has no space at the end", () => {
  expect(fullName(person("Ada"))).toBe("Ada");
});
