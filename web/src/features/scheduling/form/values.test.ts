import { expect, test } from "vitest";

import { ApiError } from "~/api/errors";
import { atFields, bodyOf, changesOf, newValues } from "~/features/scheduling/form/values";

const typed = {
  ...newValues({ date: "2027-03-02", time: "14:00" }, "2026-11-21"),
  title: "Premiers secours",
  time_zone: "Europe/Paris",
};

test("the time that is typed is that of the zone", () => {
  expect(bodyOf(typed)).toMatchObject({
    start_time: "2027-03-02T13:00:00.000Z",
    time_zone: "Europe/Paris",
    capacity: null,
    capsule_id: null,
    members_only: true,
    is_public: false,
  });
  expect(bodyOf({ ...typed, time: "" }).start_time).toBe("");
});

test("an edit sends what was changed, and nothing else", () => {
  const edited = { ...typed, time: "15:30", capacity: 12, who_sees: "public" as const };
  expect(changesOf(edited, typed)).toEqual({
    start_time: "2027-03-02T14:30:00.000Z",
    capacity: 12,
    is_public: true,
    members_only: false,
  });
  expect(changesOf(typed, typed)).toEqual({});
});

test("a refusal stands where it can be mended", () => {
  const past = atFields(new ApiError(422, "session.start_in_the_past"));
  expect(past.fields).toEqual([{ path: ["date"], code: "session.start_in_the_past", limits: {} }]);
  const naive = new ApiError(422, "invalid", {
    fields: [{ path: ["rule", "weekly", "until"], code: "date_parsing", limits: {} }],
  });
  expect(atFields(naive).fields[0]?.path).toEqual(["repeat"]);
  const full = atFields(
    new ApiError(409, "session.capacity_below_taken", { details: { taken: 4 } }),
  );
  expect(full.fields[0]).toMatchObject({ path: ["capacity"], limits: { taken: 4 } });
  expect(atFields(new ApiError(409, "session.stale")).code).toBe("session.stale");
});
