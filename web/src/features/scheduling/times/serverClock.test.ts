import { expect, test, vi } from "vitest";

import { learnFromDate, learnFromDoor, serverNow } from "~/features/scheduling/times/serverClock";

test("the device's clock plays no part once the server has answered", () => {
  const stopwatch = vi.spyOn(performance, "now").mockReturnValue(5000);
  learnFromDate(new Response(null, { headers: { Date: "Tue, 02 Mar 2027 13:00:00 GMT" } }));
  stopwatch.mockReturnValue(65_000);
  vi.spyOn(Date, "now").mockReturnValue(0);
  expect(serverNow()).toBe(Date.parse("2027-03-02T13:01:00.500Z"));

  learnFromDoor(Date.parse("2027-03-02T13:02:00Z"));
  learnFromDate(new Response(null, { headers: { Date: "Tue, 02 Mar 2027 19:00:00 GMT" } }));
  expect(serverNow()).toBe(Date.parse("2027-03-02T13:02:00Z"));
});
