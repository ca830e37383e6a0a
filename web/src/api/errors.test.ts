import { expect, test } from "vitest";

import { asApiError, problemOf } from "~/api/errors";

test("a problem keeps its code, its details and its fields", () => {
  const field = { path: ["title"], code: "string_too_long", limits: { max_length: 200 } };
  const problem = problemOf(422, { code: "invalid", details: { at: 3 }, fields: [field, "noise"] });
  expect(problem).toMatchObject({ status: 422, code: "invalid", details: { at: 3 } });
  expect(problem.fields).toEqual([field]);
});

test.each([null, "<html>", [], { detail: "x" }])(
  "what a proxy answers in its own words is only refused: %j",
  (body) => {
    expect(problemOf(502, body)).toMatchObject({ code: "http", isPassing: true });
  },
);

test("our own bug is not taken for a line that is down", () => {
  expect(asApiError(new TypeError("x is not a function")).code).toBe("bug");
  expect(asApiError(new TypeError("Failed to fetch")).code).toBe("network");
});
