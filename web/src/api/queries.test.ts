import { onlineManager } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";

import { queries } from "~/api/queries";

afterEach(() => {
  onlineManager.setOnline(true);
});

test("a server on this machine is asked although there is no Internet", async () => {
  onlineManager.setOnline(false);
  const asked = queries.fetchQuery({ queryKey: ["here"], queryFn: () => Promise.resolve("yes") });
  const answer = await Promise.race([asked, new Promise((end) => setTimeout(end, 100, "no"))]);
  expect(answer).toBe("yes");
});
