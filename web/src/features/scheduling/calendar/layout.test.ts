import { expect, test } from "vitest";

import {
  byDay,
  daysShown,
  hoursOf,
  nearestSlot,
  placeOnDay,
  timeOf,
} from "~/features/scheduling/calendar/layout";
import { weekOf, weeksOfMonth } from "~/features/scheduling/times/days";

const PARIS = "Europe/Paris";

const session = (id: string, start: string, end: string) => ({
  id,
  start_time: `2027-03-${start}:00Z`,
  end_time: `2027-03-${end}:00Z`,
});
const brief = (placed: ReturnType<typeof placeOnDay>) =>
  placed.map(({ session: { id }, from, to, lane, lanes }) => [
    id,
    timeOf(from),
    timeOf(to),
    lane,
    lanes,
  ]);

test("a session stands at its time of day in the zone that is shown", () => {
  const one = session("a", "02T13:00", "02T14:30");
  expect(brief(placeOnDay([one], "2027-03-02", PARIS))).toEqual([["a", "14:00", "15:30", 0, 1]]);
  expect(placeOnDay([one], "2027-03-03", PARIS)).toEqual([]);
});

test("sessions at the same time share the width, and only they", () => {
  const placed = placeOnDay(
    [
      session("a", "02T08:00", "02T10:00"),
      session("b", "02T09:00", "02T11:00"),
      session("c", "02T10:00", "02T12:00"),
      session("d", "02T12:00", "02T13:00"),
    ],
    "2027-03-02",
    "UTC",
  );
  expect(brief(placed).map(([id, , , lane, lanes]) => [id, lane, lanes])).toEqual([
    ["a", 0, 2],
    ["b", 1, 2],
    ["c", 0, 2],
    ["d", 0, 1],
  ]);
});

test("a session over midnight stands on both days, one that ends at midnight on the first", () => {
  const late = session("a", "02T22:00", "03T01:00");
  expect(brief(placeOnDay([late], "2027-03-02", "UTC"))).toEqual([["a", "22:00", "23:59", 0, 1]]);
  expect(brief(placeOnDay([late], "2027-03-03", "UTC"))).toEqual([["a", "00:00", "01:00", 0, 1]]);
  const until = session("b", "02T22:00", "03T00:00");
  expect(placeOnDay([until], "2027-03-03", "UTC")).toEqual([]);
});

test("what is very short can still be taken hold of", () => {
  const [placed] = placeOnDay([session("a", "02T10:00", "02T10:05")], "2027-03-02", "UTC");
  expect(placed && placed.to - placed.from).toBe(25);
});

test("the hours shown hold everything", () => {
  const early = placeOnDay([session("a", "02T05:30", "02T22:15")], "2027-03-02", "UTC");
  expect(hoursOf([])).toEqual([8, 20]);
  expect(hoursOf(early)).toEqual([5, 23]);
});

test("days list what begins on them, in order", () => {
  const days = byDay(
    [session("b", "02T23:30", "03T00:30"), session("a", "02T08:00", "02T09:00")],
    "UTC",
  );
  expect([...days].map(([day, of]) => [day, of.map(({ id }) => id)])).toEqual([
    ["2027-03-02", ["a", "b"]],
  ]);
});

test("what is let go lies at the nearest quarter of an hour of that day", () => {
  expect([-20, 7, 8, 1439].map((minutes) => timeOf(nearestSlot(minutes)))).toEqual([
    "00:00",
    "00:00",
    "00:15",
    "23:45",
  ]);
});

test("each view asks for the days it shows", () => {
  const shown = (view: Parameters<typeof daysShown>[0]) =>
    daysShown(view, weeksOfMonth("2027-03-10"), weekOf("2027-03-10"), "2027-03-10");
  expect(shown("month")).toEqual(["2027-03-01", "2027-04-05"]);
  expect(shown("week")).toEqual(["2027-03-08", "2027-03-15"]);
  expect(shown("day")).toEqual(["2027-03-10", "2027-03-11"]);
  expect(shown("list")[0]).toBe("2027-03-10");
});
