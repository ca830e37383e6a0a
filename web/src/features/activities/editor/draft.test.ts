import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { openDraft } from "~/features/activities/editor/draft";
import { draftPlace } from "~/features/activities/editor/keptDrafts";
import { newPlan, type Plan, type Question } from "~/features/activities/editor/plan";
import type { Activity } from "~/features/activities/queries";

const question: Question = {
  id: "q1",
  text: "Quel rythme ?",
  picture: null,
  hint: "",
  explanation: "",
  is_multiple: false,
  choices: [
    { id: "a", text: "60", is_right: false },
    { id: "b", text: "110", is_right: true },
  ],
};
const whole: Plan = { kind: "quiz", title: "Massage", questions: [question] };

/** A server of one activity, which refuses a stale version as the real one does. */
const server = {
  version: 0,
  plan: null as Plan | null,
  asked: [] as string[],
  isDown: false,
  losesAnswers: false,
  answer(): Response {
    return Response.json(server.activity());
  },
  activity(): Activity {
    return {
      id: "x",
      kind: "quiz",
      title: "",
      question_count: 1,
      created_at: "2026-11-20T09:00:00Z",
      updated_at: "2026-11-20T09:00:00Z",
      version: server.version,
      plan: structuredClone(server.plan) as Activity["plan"],
    };
  },
  async serve(this: void, request: Request): Promise<Response> {
    server.asked.push(request.method);
    if (server.isDown) throw new TypeError("Failed to fetch");
    if (request.method === "GET") return server.answer();
    const body = (await request.json()) as { version?: number; plan: Plan };
    if (request.method === "PUT" && body.version !== server.version) {
      return Response.json({ code: "activity.stale" }, { status: 409 });
    }
    server.plan = body.plan;
    server.version += 1;
    if (server.losesAnswers) throw new TypeError("Failed to fetch");
    return server.answer();
  },
};

function open(activity: Activity | null) {
  const empty = newPlan("quiz");
  const draft = openDraft({
    activity,
    empty,
    placeOf: (id) => draftPlace("claire", id ?? "new-quiz"),
    onStored: () => {},
  });
  const leave = draft.subscribe(() => {});
  return { draft, leave };
}

const retitled = (title: string) => (plan: Plan) => ({ ...plan, title });
const kept = (name = "x") => draftPlace("claire", name).read();

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.assign(server, {
    version: 1,
    plan: structuredClone(whole),
    asked: [],
    isDown: false,
    losesAnswers: false,
  });
  vi.stubGlobal("fetch", server.serve);
});

afterEach(() => {
  vi.useRealTimers();
});

test("what one types is one save, and is on this device until then", async () => {
  const { draft } = open(server.activity());
  for (const title of ["M", "Ma", "Mas"]) draft.change(retitled(title));
  expect(kept()?.plan.title).toBe("Mas");
  expect(draft.state().saving).toBe("waits");
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked).toEqual(["PUT"]);
  expect(server.plan?.title).toBe("Mas");
  expect(draft.state().saving).toBe("rests");
  expect(kept()).toBeNull();
});

test("what one types during a save is saved after it, with the new version", async () => {
  const { draft } = open(server.activity());
  draft.change(retitled("One"));
  draft.save();
  draft.change(retitled("Two"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked).toEqual(["PUT", "PUT"]);
  expect([server.plan?.title, server.version]).toEqual(["Two", 3]);
});

test("an incomplete draft stays on this device and comes back", async () => {
  const { draft } = open(null);
  draft.change(retitled("Begun"));
  await vi.advanceTimersByTimeAsync(5000);
  expect(server.asked).toEqual([]);
  expect(open(null).draft.state().plan.title).toBe("Begun");
});

test("a new one is created once it is whole, and is this one from then on", async () => {
  const { draft } = open(null);
  draft.change(() => whole);
  await vi.advanceTimersByTimeAsync(1000);
  draft.change(retitled("Again"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked).toEqual(["POST", "PUT"]);
  expect(draft.state().id).toBe("x");
  expect([kept("new-quiz"), kept("x")]).toEqual([null, null]);
});

test("a line that is down is tried again by itself, and loses nothing", async () => {
  server.isDown = true;
  const { draft } = open(server.activity());
  draft.change(retitled("Offline"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(draft.state().saving).toBe("unreachable");
  expect(kept()?.plan.title).toBe("Offline");
  server.isDown = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect([draft.state().saving, server.plan?.title]).toEqual(["rests", "Offline"]);
});

test("a save whose answer was lost is not taken for somebody else's", async () => {
  server.losesAnswers = true;
  const { draft } = open(server.activity());
  draft.change(retitled("Stored"));
  await vi.advanceTimersByTimeAsync(1000);
  server.losesAnswers = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect(draft.state()).toMatchObject({ saving: "rests", theirs: null });
  expect(server.version).toBe(2);
});

async function meetNewerVersion() {
  const { draft } = open(server.activity());
  server.version = 7;
  server.plan = { ...whole, title: "Theirs" };
  draft.change(retitled("Mine"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(draft.state().saving).toBe("stale");
  expect(draft.state().theirs?.plan.title).toBe("Theirs");
  expect(server.plan.title).toBe("Theirs");
  return draft;
}

test("a newer version is not overwritten; kept, mine replaces it", async () => {
  const draft = await meetNewerVersion();
  draft.keepMine();
  await vi.advanceTimersByTimeAsync(1000);
  expect([server.plan?.title, server.version]).toEqual(["Mine", 8]);
});

test("a newer version that is taken replaces what is here, and the device forgets", async () => {
  const draft = await meetNewerVersion();
  draft.takeTheirs();
  await vi.advanceTimersByTimeAsync(1000);
  expect(draft.state()).toMatchObject({ saving: "rests", plan: { title: "Theirs" } });
  expect([server.version, kept()]).toEqual([7, null]);
});

test("a kept draft of an older version asks before anything is sent", async () => {
  draftPlace("claire", "x").write({ plan: { ...whole, title: "Kept" }, version: 0 });
  const { draft } = open(server.activity());
  await vi.advanceTimersByTimeAsync(5000);
  expect(draft.state()).toMatchObject({ saving: "stale", plan: { title: "Kept" } });
  expect(server.asked).toEqual([]);
});

test("a kept draft of this version goes on as if nothing had happened", async () => {
  draftPlace("claire", "x").write({ plan: { ...whole, title: "Kept" }, version: 1 });
  open(server.activity());
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.plan?.title).toBe("Kept");
});

test("leaving sends the last words at once", async () => {
  const { draft, leave } = open(server.activity());
  draft.change(retitled("Last"));
  leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.plan?.title).toBe("Last");
});

test("something else under the key of a draft is no draft", () => {
  localStorage.setItem("salle.activity.claire.x", JSON.stringify({ plan: { kind: "quiz" } }));
  expect(open(server.activity()).draft.state().plan.title).toBe("Massage");
});
