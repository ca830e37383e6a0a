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

test("a session over midnight is told by the clock, one over days with them", () => {
  const { span } = momentsIn("fr");
  const until = (end_time: string) =>
    plain(span({ ...session, start_time: "2027-03-02T22:00:00Z", end_time }, "Europe/Paris"));
  expect(until("2027-03-02T23:30:00Z")).toBe("23:00 – 00:30");
  expect(until("2027-03-04T08:00:00Z")).toMatch(/^02\/03\/2027.* 23:00 – 04\/03\/2027.* 09:00$/);
});

test("the day is that of the zone", () => {
  expect(momentsIn("fr").day("2027-03-02T22:30:00Z", "Asia/Tokyo")).toBe("Mercredi 3 mars 2027");
});

test("only a clock that shows another time is told beside it", () => {
  expect(differs(session.start_time, "Europe/Paris", "Europe/Brussels")).toBe(false);
  expect(differs(session.start_time, "Europe/Paris", "Europe/London")).toBe(true);
});
