import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "~/api/errors";
import { Autosave, type SaveState } from "~/features/capsules/autosave";
import type { Details } from "~/features/capsules/keptDocuments";

/** A server with one capsule, on which a test may lay its hand. */
class World {
  readonly stored: Partial<Details>[] = [];
  readonly states: SaveState["kind"][] = [];
  kept: Partial<Details> | null = null;
  line: "up" | "down" | "slow" = "up";
  refusal: ApiError | null = null;
  readonly answers: (() => void)[] = [];

  readonly autosave = new Autosave({
    send: (details) => this.receive(details),
    keep: (details) => {
      this.kept = details;
      return Promise.resolve();
    },
    onState: ({ kind }) => this.states.push(kind),
  });

  get state() {
    return this.states.at(-1);
  }

  private async receive(details: Partial<Details>): Promise<void> {
    if (this.line === "slow") await new Promise<void>((done) => this.answers.push(done));
    else await Promise.resolve();
    if (this.line === "down") throw new ApiError(0, "network");
    if (this.refusal) throw this.refusal;
    this.stored.push(details);
  }
}

let world: World;

beforeEach(() => {
  vi.useFakeTimers();
  world = new World();
});
afterEach(() => {
  vi.useRealTimers();
});

test("what one writes is saved together, a moment after one has written it", async () => {
  world.autosave.change({ title: "Premiers" });
  await vi.advanceTimersByTimeAsync(600);
  world.autosave.change({ title: "Premiers secours" });
  world.autosave.change({ activity_ids: ["a"] });
  expect(world.stored).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(world.stored).toEqual([{ title: "Premiers secours", activity_ids: ["a"] }]);
  expect(world.state).toBe("saved");
  expect(world.kept).toBeNull();
});

test("without a line it is on the device, and sent when there is one", async () => {
  world.line = "down";
  world.autosave.change({ title: "Kept" });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(world.state).toBe("kept");
  expect(world.kept).toEqual({ title: "Kept" });
  world.line = "up";
  world.autosave.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(world.stored).toEqual([{ title: "Kept" }]);
  expect(world.kept).toBeNull();
});

test("it tries again by itself, and less often the longer it takes", async () => {
  world.line = "down";
  world.autosave.change({ title: "Kept" });
  await vi.advanceTimersByTimeAsync(1_500);
  world.line = "up";
  await vi.advanceTimersByTimeAsync(2_500);
  expect(world.state).toBe("saved");
});

test("what is written while a save is under way is kept with it, and saved after it", async () => {
  world.line = "slow";
  world.autosave.change({ title: "One" });
  await vi.advanceTimersByTimeAsync(1_500);
  world.autosave.change({ activity_ids: ["a"] });
  expect(world.kept).toEqual({ title: "One", activity_ids: ["a"] });
  world.line = "up";
  world.answers.shift()?.();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(world.stored).toEqual([{ title: "One" }, { activity_ids: ["a"] }]);
  expect(world.state).toBe("saved");
});

test("a refusal is shown, and does not go away by itself", async () => {
  world.refusal = new ApiError(403, "forbidden");
  world.autosave.change({ title: "No" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(world.state).toBe("refused");
  await expect(world.autosave.flush()).rejects.toBe(world.refusal);
});

test("flush saves at once, and fails when it does not come through", async () => {
  world.autosave.change({ title: "Now" });
  await world.autosave.flush();
  expect(world.stored).toEqual([{ title: "Now" }]);
  world.line = "down";
  world.autosave.change({ title: "Later" });
  await expect(world.autosave.flush()).rejects.toMatchObject({ code: "network" });
});
