import { expect, test, vi } from "vitest";

import { boardUri } from "~/features/board/live/boardUri";

const ADDRESS = "wss://salle.example/live/boards/rooms/r1";

test("each connection has a ticket of its own", async () => {
  let count = 0;
  const uri = boardUri(ADDRESS, () => Promise.resolve(`t${(count += 1)}`));
  expect(await uri()).toBe(`${ADDRESS}?ticket=t1`);
  expect(await uri()).toBe(`${ADDRESS}?ticket=t2`);
});

test("without a ticket there is an address all the same", async () => {
  const uri = boardUri(ADDRESS, () => Promise.reject(new Error("no line")));
  expect(await uri()).toBe(ADDRESS);
});

test("a ticket that does not come is not waited for", async () => {
  vi.useFakeTimers();
  const uri = boardUri(
    ADDRESS,
    (signal) =>
      new Promise((_, refuse) => {
        signal.addEventListener("abort", () => refuse(new Error("too late")));
      }),
  );
  const answer = uri();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await answer).toBe(ADDRESS);
  vi.useRealTimers();
});
