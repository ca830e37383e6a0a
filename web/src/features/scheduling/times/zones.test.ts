import { expect, test } from "vitest";

import { cityOf, instantOf, offsetAt, offsetText, wallAt } from "~/features/scheduling/times/zones";

const PARIS = "Europe/Paris";

test.each([
  ["2027-03-02", "14:00", PARIS, "2027-03-02T13:00:00.000Z"],
  ["2027-07-02", "14:00", PARIS, "2027-07-02T12:00:00.000Z"],
  ["2027-03-02", "00:30", "Asia/Kathmandu", "2027-03-01T18:45:00.000Z"],
  ["2027-03-02", "23:15", "America/St_Johns", "2027-03-03T02:45:00.000Z"],
  ["2027-03-02", "00:00", "UTC", "2027-03-02T00:00:00.000Z"],
])("%s at %s in %s is %s, and back", (date, time, zone, moment) => {
  const instant = instantOf({ date, time }, zone);
  expect(new Date(instant ?? Number.NaN).toISOString()).toBe(moment);
  expect(wallAt(Date.parse(moment), zone)).toEqual({ date, time });
});

test("an hour that comes twice is the first, one that is left out an hour later", () => {
  const twice = instantOf({ date: "2026-10-25", time: "02:30" }, PARIS);
  expect(twice).toBe(Date.parse("2026-10-25T00:30:00Z"));
  const never = instantOf({ date: "2027-03-28", time: "02:30" }, PARIS);
  expect(wallAt(never ?? 0, PARIS)).toEqual({ date: "2027-03-28", time: "03:30" });
});

test.each([
  ["2027-02-30", "10:00"],
  ["", "10:00"],
  ["2027-02-03", ""],
  ["2027-02-03", "25:00"],
])("%j at %j is no moment", (date, time) => {
  expect(instantOf({ date, time }, PARIS)).toBeNull();
});

test("a zone is as far from UTC as it is on that day", () => {
  expect(offsetAt(Date.parse("2027-01-05T10:00:31Z"), PARIS)).toBe(60);
  expect(offsetAt(Date.parse("2027-07-05T10:00:31Z"), PARIS)).toBe(120);
});

test("offsets and towns as people read them", () => {
  expect([60, 0, -210, 345].map(offsetText)).toEqual(["UTC+1", "UTC", "UTC−3:30", "UTC+5:45"]);
  expect(["America/New_York", "UTC", "Etc/GMT+3"].map(cityOf)).toEqual(["New York", null, null]);
});
