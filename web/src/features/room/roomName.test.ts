import { expect, test } from "vitest";

import { roomName } from "~/features/room/roomName";

test.each([
  ["premiers-secours", "premiers-secours"],
  ["  Premiers secours ", "premiers-secours"],
  ["https://salle.example.org/r/premiers-secours", "premiers-secours"],
  ["salle.example.org/r/optique-2?x=1#y", "optique-2"],
  ["   ", ""],
])("%j leads to %j", (typed, name) => {
  expect(roomName(typed)).toBe(name);
});
