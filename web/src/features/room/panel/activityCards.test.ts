import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";

import { activityCards } from "~/features/room/panel/activityCards";

const CAPSULES = Array.from({ length: 250 }, (_, index) => ({
  id: `c${index}`,
  activity_ids: index === 249 ? ["a449", "gone", "a0"] : [],
}));
const ACTIVITIES = Array.from({ length: 450 }, (_, index) => ({ id: `a${index}` }));
const ROOMS = [
  { id: "with", capsule_id: "c249" },
  { id: "without", capsule_id: null },
];

let asked: string[] = [];

/** A trainer who has made much, and a server that gives it page by page. */
function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  asked.push(pathname);
  const from = Number(searchParams.get("offset"));
  const to = from + Number(searchParams.get("limit"));
  const bodies: Record<string, unknown> = {
    "/api/rooms": { rooms: ROOMS },
    "/api/capsules": { capsules: CAPSULES.slice(from, to), total: CAPSULES.length },
    "/api/activities": { activities: ACTIVITIES.slice(from, to), total: ACTIVITIES.length },
  };
  return Promise.resolve(Response.json(bodies[pathname] ?? {}));
}

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", answer);
});

test("what a capsule brings along is found, however old both are", async () => {
  const { ofCapsule, others } = await new QueryClient().fetchQuery(activityCards("with"));
  expect(ofCapsule.map(({ id }) => id)).toEqual(["a449", "a0"]);
  expect(others).toHaveLength(448);
});

test("a room without a capsule asks for none", async () => {
  const { ofCapsule, others } = await new QueryClient().fetchQuery(activityCards("without"));
  expect(ofCapsule).toEqual([]);
  expect(others).toHaveLength(450);
  expect(asked).not.toContain("/api/capsules");
});
