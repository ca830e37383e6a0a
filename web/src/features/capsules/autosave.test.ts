import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "~/api/errors";
import { Autosave, type Save, type SaveState } from "~/features/capsules/autosave";
import type { KeptDocument } from "~/features/capsules/keptDocuments";

/** A server with one capsule, on which a test may lay its hand. */
class World {
  version = 1;
  lastSaveId: string | null = null;
  document: unknown = "loaded";
  title = "";
  edited: unknown = "loaded";
  line: "up" | "down" | "loses answers" = "up";
  readonly sent: Save[] = [];
  readonly states: SaveState[] = [];
  kept: KeptDocument | null = null;

  autosave = this.open();

  /** The page, with what is kept on the device. */
  open(): Autosave {
    return new Autosave({
      capsuleId: "c",
      version: this.kept?.version ?? 1,
      unanswered: this.kept ? [...this.kept.unanswered, this.kept.saveId] : [],
      readDocument: () => this.edited,
      send: (save) => this.receive(save),
      kept: {
        write: (kept) => {
          this.kept = kept;
          return Promise.resolve();
        },
        forget: () => {
          this.kept = null;
          return Promise.resolve();
        },
      },
      onState: (state) => this.states.push(state),
    });
  }

  edit(document: string): void {
    this.edited = document;
    this.autosave.touch();
  }

  get state(): SaveState | undefined {
    return this.states.at(-1);
  }

  async receive(save: Save): Promise<number> {
    this.sent.push(save);
    await Promise.resolve();
    if (this.line === "down") throw new ApiError(0, "network");
    if (save.version !== this.version) {
      throw new ApiError(409, "capsule.stale", {
        details: { version: this.version, save_id: this.lastSaveId },
      });
    }
    this.version += 1;
    this.lastSaveId = save.save_id;
    if (save.document !== undefined) this.document = save.document;
    if (save.title !== undefined) this.title = save.title;
    if (this.line === "loses answers") throw new ApiError(0, "network");
    return this.version;
  }

  saveElsewhere(document: string): void {
    this.version += 1;
    this.lastSaveId = "elsewhere";
    this.document = document;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("nothing is sent before something has changed", async () => {
  const world = new World();
  await vi.advanceTimersByTimeAsync(60_000);
  await world.autosave.flush();
  expect(world.sent).toEqual([]);
});

test("what is done in one go is saved once, a moment after", async () => {
  const world = new World();
  for (const step of ["a", "ab", "abc"]) {
    world.edit(step);
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(world.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(world.sent).toHaveLength(1);
  expect(world.document).toBe("abc");
  expect(world.state).toEqual({ kind: "saved" });
  expect(world.kept).toBeNull();
});

test("somebody who never rests is saved all the same", async () => {
  const world = new World();
  for (let step = 0; step < 12; step += 1) {
    world.edit(String(step));
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(world.sent.length).toBeGreaterThan(0);
});

test("one save is under way at a time, each on the version of the one before", async () => {
  const world = new World();
  world.edit("a");
  await vi.advanceTimersByTimeAsync(1_200);
  world.edit("b");
  world.autosave.change({ title: "New" });
  await world.autosave.flush();
  expect(world.sent.map((save) => save.version)).toEqual([1, 2]);
  expect([world.document, world.title]).toEqual(["b", "New"]);
});

test("without a line everything is on the device, and is sent when the line is back", async () => {
  const world = new World();
  world.line = "down";
  world.edit("a");
  await vi.advanceTimersByTimeAsync(1_500);
  expect(world.state).toEqual({ kind: "kept" });
  expect(world.kept).toMatchObject({ capsuleId: "c", version: 1, document: "a" });
  world.edit("b");
  await vi.advanceTimersByTimeAsync(400);
  expect(world.kept).toMatchObject({ document: "b" });
  world.line = "up";
  world.autosave.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(world.document).toBe("b");
  expect(world.kept).toBeNull();
});

test("a save whose answer got lost is no conflict", async () => {
  const world = new World();
  world.line = "loses answers";
  world.edit("a");
  await vi.advanceTimersByTimeAsync(1_200);
  world.line = "up";
  world.edit("b");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.states.map(({ kind }) => kind)).not.toContain("conflict");
  expect([world.document, world.version]).toEqual(["b", 3]);
});

test("a conflict stops all saving until the person has chosen", async () => {
  const world = new World();
  world.saveElsewhere("theirs");
  world.edit("mine");
  await vi.advanceTimersByTimeAsync(1_200);
  expect(world.state).toMatchObject({ kind: "conflict", version: 2, mine: "mine" });
  world.edit("mine, more");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(world.sent).toHaveLength(1);
  expect(world.document).toBe("theirs");
  expect(world.kept).toMatchObject({ document: "mine, more" });

  world.autosave.overwrite(2);
  await vi.advanceTimersByTimeAsync(0);
  expect([world.document, world.version]).toEqual(["mine, more", 3]);
});

test("nothing is saved while the server changes the document itself", async () => {
  const world = new World();
  world.autosave.pause();
  world.edit("a");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.sent).toEqual([]);
  world.autosave.resume();
  await vi.advanceTimersByTimeAsync(1_200);
  expect(world.document).toBe("a");
});

test("a title is on the device as well as what is drawn", async () => {
  const world = new World();
  world.line = "down";
  world.autosave.change({ title: "New" });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(world.kept).toMatchObject({ document: "loaded", details: { title: "New" } });
  world.edit("a");
  await vi.advanceTimersByTimeAsync(400);
  expect(world.kept).toMatchObject({ document: "a", details: { title: "New" } });
});

test("what lost against another version is not kept again when its page is left", async () => {
  const world = new World();
  world.saveElsewhere("theirs");
  world.edit("mine");
  await vi.advanceTimersByTimeAsync(1_200);
  expect(world.kept).toMatchObject({ document: "mine" });
  world.kept = null; // the person took theirs
  world.autosave.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(world.kept).toBeNull();
  expect(world.document).toBe("theirs");
});

test("a save that was under way when the page was left is no conflict when it is opened", async () => {
  const world = new World();
  world.line = "loses answers";
  world.edit("a");
  await vi.advanceTimersByTimeAsync(1_200);
  expect(world.version).toBe(2);
  world.line = "up";
  world.autosave = world.open();
  world.autosave.touch();
  await world.autosave.flush().catch(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(world.states.map(({ kind }) => kind)).not.toContain("conflict");
  expect(world.state).toEqual({ kind: "saved" });
  expect(world.kept).toBeNull();
});
