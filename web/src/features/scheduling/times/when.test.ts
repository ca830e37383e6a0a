import { expect, test } from "vitest";

import { differs, momentsIn } from "~/features/scheduling/times/when";

const session = {
  start_time: "2027-03-02T13:00:00Z",
  end_time: "2027-03-02T14:30:00Z",
  time_zone: "Europe/Paris",
};
const plain = (text: string) => text.replaceAll(/\s/g, " ");

test("a session is on the clock of its zone, in either language", () => {
  const french = momentsIn("fr");
  expect(french.day(session.start_time, session.time_zone)).toBe("Mardi 2 mars 2027");
  expect(plain(french.span(session, session.time_zone))).toMatch(/^14:00 ?– ?15:30$/);
  expect(plain(momentsIn("en-GB").span(session, "America/New_York"))).toMatch(/^08:00 ?– ?09:30$/);
});

test("the day is that of the zone", () => {
  expect(momentsIn("fr").day("2027-03-02T22:30:00Z", "Asia/Tokyo")).toBe("Mercredi 3 mars 2027");
});

test("only a clock that shows another time is told beside it", () => {
  expect(differs(session.start_time, "Europe/Paris", "Europe/Brussels")).toBe(false);
  expect(differs(session.start_time, "Europe/Paris", "Europe/London")).toBe(true);
});
