import { describe, expect, test, vi } from "vitest";

import type { Command } from "~/live/frames";
import { join, refresh, say, scriptRooms } from "~/live/testing/rooms";
import { ScriptedSocket } from "~/live/testing/ScriptedSocket";

const answer = (choice: string): Command => ({
  type: "activity.answer",
  run_id: "r1",
  question_id: "q1",
  choice_ids: [choice],
});

scriptRooms();

describe("commands", () => {
  test("a settled command is told to its caller", async () => {
    const room = join();
    ScriptedSocket.last.welcome();
    const outcome = room.send(say("a"));
    ScriptedSocket.last.say({ type: "settled", id: ScriptedSocket.last.lastCommandId, seq: 11 });
    await expect(outcome).resolves.toBe("settled");
  });

  test("it is listed until the view shows it", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("a"));
    ScriptedSocket.last.say({ type: "settled", id: ScriptedSocket.last.lastCommandId, seq: 11 });
    expect(room.outbox.all()).toMatchObject([{ is_settled: true }]);
    ScriptedSocket.last.say({ type: "changes", epoch: 1, seq: 11 });
    expect(room.outbox.all()).toEqual([]);
  });

  test("it is listed no longer than a second if no view tells of it", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("a"));
    ScriptedSocket.last.say({ type: "settled", id: ScriptedSocket.last.lastCommandId, seq: 11 });
    vi.advanceTimersByTime(1_000);
    expect(room.outbox.all()).toEqual([]);
  });

  test("a refusal is told to its caller and to those who listen", async () => {
    const room = join();
    const refused = vi.fn<() => void>();
    room.onRefused(refused);
    ScriptedSocket.last.welcome();
    const outcome = room.send(say("a"));
    const id = ScriptedSocket.last.lastCommandId;
    ScriptedSocket.last.say({ type: "refused", id, code: "chat.inactive", details: {} });
    await expect(outcome).resolves.toMatchObject({ code: "chat.inactive", details: {} });
    expect(refused).toHaveBeenCalledWith(
      expect.objectContaining({ code: "chat.inactive" }),
      say("a"),
    );
    expect(room.outbox.all()).toEqual([]);
  });

  test("what was not answered is sent again with the same id after a loss [C3]", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("a"));
    void room.send(say("b"));
    const before = ScriptedSocket.last.commands;
    ScriptedSocket.last.hangUp(1006);
    vi.advanceTimersByTime(1_000);
    ScriptedSocket.last.welcome();
    const ids = before.map(({ id }) => id);
    expect(ScriptedSocket.last.sent[0]).toMatchObject({ type: "hello", unanswered: ids });
    expect(ScriptedSocket.last.commands).toMatchObject(before);
  });

  test("what was settled is not sent again", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("a"));
    ScriptedSocket.last.say({ type: "settled", id: ScriptedSocket.last.lastCommandId, seq: 11 });
    ScriptedSocket.last.hangUp(4001);
    vi.advanceTimersByTime(0);
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.commands).toEqual([]);
    expect(room.outbox.all()).toEqual([]);
  });

  test.each(["busy", "too_fast"])(
    "%s is sent again with the same id after a while [C6]",
    (code) => {
      const room = join();
      ScriptedSocket.last.welcome();
      void room.send(say("a"));
      const id = ScriptedSocket.last.lastCommandId;
      ScriptedSocket.last.say({ type: "refused", id, code, details: {} });
      vi.advanceTimersByTime(999);
      expect(ScriptedSocket.last.commands).toHaveLength(1);
      vi.advanceTimersByTime(1_001);
      expect(ScriptedSocket.last.commands.map((frame) => frame.id)).toEqual([id, id]);
    },
  );

  test("nothing overtakes what will be sent again, which begins with the oldest [C6]", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("a"));
    const [first] = ScriptedSocket.last.commands;
    ScriptedSocket.last.say({ type: "refused", id: first?.id ?? "", code: "busy", details: {} });
    vi.advanceTimersByTime(1_999);
    void room.send(say("b"));
    expect(ScriptedSocket.last.commands).toHaveLength(1);
    vi.advanceTimersByTime(1);
    const [, again, next] = ScriptedSocket.last.commands;
    expect(again).toEqual({ ...first, again: true });
    expect(next).toMatchObject({ command: say("b") });
    expect(next).not.toHaveProperty("again");
  });

  test("an answer that was changed is never sent again", async () => {
    const room = join();
    ScriptedSocket.last.welcome();
    const first = room.send(answer("a"));
    void room.send(answer("b"));
    await expect(first).resolves.toBe("replaced");
    ScriptedSocket.last.hangUp(1006);
    vi.advanceTimersByTime(1_000);
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.commands.map(({ command }) => command)).toEqual([answer("b")]);
  });

  test("ids fit the protocol and differ [C1]", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("a"));
    void room.send(say("a"));
    const ids = ScriptedSocket.last.commands.map((frame) => frame.id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
  });

  test("what waits when the class ends is told to be lost", async () => {
    const room = join();
    ScriptedSocket.last.welcome();
    const outcome = room.send(say("hello"));
    ScriptedSocket.last.hangUp(4207);
    await expect(outcome).resolves.toMatchObject({ code: "room.over" });
  });
});

describe("a refresh", () => {
  test("answers and chat lines that were not settled are sent again with the same id", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(answer("a"));
    void room.send(say("hello"));
    const before = ScriptedSocket.last.commands;
    refresh(room);
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.commands).toMatchObject(before);
  });

  test("a refusal of something asked for before it is told", () => {
    const room = join();
    void room.send(say("hello"));
    const refused = vi.fn<() => void>();
    refresh(room).onRefused(refused);
    ScriptedSocket.last.welcome();
    const id = ScriptedSocket.last.lastCommandId;
    ScriptedSocket.last.say({ type: "refused", id, code: "chat.inactive", details: {} });
    expect(refused).toHaveBeenCalledOnce();
  });

  test("steps of the trainer are not taken again by a later page", () => {
    const room = join();
    void room.send({ type: "activity.next", run_id: "r1", after: null });
    refresh(room);
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.commands).toEqual([]);
  });

  test("a tab that was duplicated repeats the id of the first one", () => {
    const room = join();
    void room.send(say("hello"));
    join();
    const [first, second] = ScriptedSocket.opened;
    first?.welcome();
    second?.welcome();
    expect(first?.lastCommandId).toBe(second?.lastCommandId);
  });

  test("without storage the room works all the same", () => {
    const room = join(null);
    ScriptedSocket.last.welcome();
    void room.send(say("hello"));
    expect(ScriptedSocket.last.commands).toHaveLength(1);
  });

  test("what somebody else wrote into the storage is not sent", () => {
    sessionStorage.setItem(
      "k",
      JSON.stringify([{ id: "12345678", command: { type: "class.end" } }]),
    );
    expect(join().outbox.all()).toEqual([]);
  });

  test("what broke the line is not sent again after a refresh", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    void room.send(say("hello"));
    ScriptedSocket.last.hangUp(4204);
    refresh(room);
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.commands).toEqual([]);
  });
});
