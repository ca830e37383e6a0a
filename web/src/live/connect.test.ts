import { describe, expect, test, vi } from "vitest";

import { roomAddress } from "~/live/connect";
import { join, scriptRooms } from "~/live/testing/rooms";
import { ScriptedSocket } from "~/live/testing/ScriptedSocket";

scriptRooms();

describe("entering", () => {
  test("the address is the page's own server", () => {
    expect(roomAddress("a b")).toBe(`${location.origin.replace("http", "ws")}/live/rooms/a%20b`);
  });

  test("the first frame is hello, and nothing else goes before welcome [S3, S5]", () => {
    const room = join();
    void room.send({ type: "hand.raise" });
    ScriptedSocket.last.accept();
    room.signal({ kind: "typing" });
    const unanswered = room.outbox.all().map(({ id }) => id);
    expect(unanswered).toHaveLength(1);
    expect(ScriptedSocket.last.sent).toEqual([
      { type: "hello", protocol: 1, token: "t", position: null, unanswered },
    ]);
  });

  test("what was asked for meanwhile goes after welcome", () => {
    const room = join();
    void room.send({ type: "hand.raise" });
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.commands.map(({ command }) => command)).toEqual([
      { type: "hand.raise" },
    ]);
    expect(room.line()).toEqual({ state: "live" });
  });

  test("a socket that never opens is given up after 10 seconds", () => {
    const room = join();
    vi.advanceTimersByTime(10_000);
    expect(room.line().state).toBe("lost");
    vi.advanceTimersByTime(1_000);
    expect(ScriptedSocket.opened).toHaveLength(2);
  });

  test("the clock is the server's", () => {
    const room = join();
    ScriptedSocket.last.accept();
    ScriptedSocket.last.say({
      type: "welcome",
      protocol: 1,
      epoch: 1,
      seq: 1,
      now: new Date(Date.now() + 60_000).toISOString(),
      me: { participant_id: "p1", role: "participant" },
      view: {},
    });
    expect(room.now()).toBe(Date.now() + 60_000);
  });
});

describe("views", () => {
  test("a change moves the position that the next hello tells [S7]", () => {
    join();
    ScriptedSocket.last.welcome({}, { epoch: 3, seq: 44 });
    ScriptedSocket.last.say({ type: "changes", epoch: 3, seq: 45 });
    ScriptedSocket.last.say({ type: "changes", epoch: 3, set: { activity: null } });
    ScriptedSocket.last.hangUp(1006);
    vi.advanceTimersByTime(1_000);
    ScriptedSocket.last.accept();
    expect(ScriptedSocket.last.sent).toMatchObject([{ position: { epoch: 3, seq: 45 } }]);
  });

  test("a welcome without a view leaves what is held [S4]", () => {
    const room = join();
    ScriptedSocket.last.welcome({ presence: { here: 3, hands: 0 } });
    ScriptedSocket.last.hangUp(4002);
    vi.advanceTimersByTime(0);
    ScriptedSocket.last.welcome(null);
    expect(room.store.get("presence")).toEqual({ here: 3, hands: 0 });
  });

  test("a second welcome says that one is something else from now on [S4]", () => {
    const room = join();
    expect(room.role()).toBeNull();
    ScriptedSocket.last.welcome({ presence: { here: 3, hands: 0 } });
    const told = vi.fn<() => unknown>(room.role);
    room.onLine(told);
    void room.send({ type: "hand.raise" });
    ScriptedSocket.last.welcomeAs("trainer", { tally: null }, { seq: 11 });
    expect(told).toHaveLastReturnedWith("trainer");
    expect(room.line()).toEqual({ state: "live" });
    expect(room.store.get("tally")).toBeNull();
    expect(room.store.get("presence")).toBeUndefined();
    expect(new Set(ScriptedSocket.last.commands.map(({ id }) => id)).size).toBe(1);
    ScriptedSocket.last.hangUp(1006);
    vi.advanceTimersByTime(1_000);
    ScriptedSocket.last.accept();
    expect(ScriptedSocket.last.sent).toMatchObject([{ position: { epoch: 1, seq: 11 } }]);
  });

  test("changes of another epoch are ignored [S8]", () => {
    const room = join();
    ScriptedSocket.last.welcome({ presence: { here: 3, hands: 0 } }, { epoch: 2 });
    ScriptedSocket.last.say({
      type: "changes",
      epoch: 1,
      seq: 99,
      set: { presence: { here: 0, hands: 0 } },
    });
    expect(room.store.get("presence")).toEqual({ here: 3, hands: 0 });
  });

  test("frames that are unknown or broken are ignored [S11]", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    ScriptedSocket.last.sayText('{"type": "from the future"}');
    ScriptedSocket.last.sayText("{");
    ScriptedSocket.last.sayText("[]");
    expect(room.line()).toEqual({ state: "live" });
  });
});

describe("coming back", () => {
  test.each([4001, 4002, 4003, 4042])("after %i at once", (code) => {
    join();
    ScriptedSocket.last.welcome();
    ScriptedSocket.last.hangUp(code);
    vi.advanceTimersByTime(0);
    expect(ScriptedSocket.opened).toHaveLength(2);
  });

  test("who is sent back at once and never gets in waits longer and longer", () => {
    join();
    ScriptedSocket.last.hangUp(4003);
    vi.advanceTimersByTime(0);
    ScriptedSocket.last.hangUp(4003);
    vi.advanceTimersByTime(1_999);
    expect(ScriptedSocket.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(ScriptedSocket.opened).toHaveLength(3);
  });

  test("after a loss within 1 s, doubling to 15 s [L2]", () => {
    join();
    for (const ms of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = ScriptedSocket.opened.length;
      ScriptedSocket.last.hangUp(1006);
      vi.advanceTimersByTime(ms - 1);
      expect(ScriptedSocket.opened).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(ScriptedSocket.opened).toHaveLength(before + 1);
    }
  });

  test("a line that held makes the next loss a first one", () => {
    join();
    for (let loss = 0; loss < 4; loss += 1) {
      ScriptedSocket.last.welcome();
      vi.advanceTimersByTime(5_000);
      ScriptedSocket.last.hangUp(1006);
      vi.advanceTimersByTime(1_000);
      expect(ScriptedSocket.opened).toHaveLength(loss + 2);
    }
  });

  test.each([
    [1000, "done"],
    [4201, "identity"],
    [4202, "kicked"],
    [4203, "origin"],
    [4204, "malformed"],
    [4205, "version"],
    [4206, "elsewhere"],
    [4207, "ended"],
    [4208, "no_room"],
    [4277, "done"],
  ])("after %i never: %s", (code, ending) => {
    const room = join();
    ScriptedSocket.last.welcome();
    ScriptedSocket.last.hangUp(code, "because");
    vi.advanceTimersByTime(60_000);
    expect(room.line()).toEqual({ state: "over", ending, reason: "because" });
    expect(ScriptedSocket.opened).toHaveLength(1);
  });

  test("who was shown the door because of too many tabs may come back here", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    ScriptedSocket.last.hangUp(4206);
    room.open();
    ScriptedSocket.last.welcome();
    expect(room.line()).toEqual({ state: "live" });
  });

  test("a closed connection stays closed", () => {
    const room = join();
    ScriptedSocket.last.hangUp(1006);
    room.close();
    vi.advanceTimersByTime(60_000);
    window.dispatchEvent(new Event("online"));
    expect(ScriptedSocket.opened).toHaveLength(1);
  });
});

describe("silence", () => {
  test("after 20 seconds it is asked, and the line is given up 10 seconds later [S9]", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    vi.advanceTimersByTime(19_999);
    expect(ScriptedSocket.last.sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(ScriptedSocket.last.sent.at(-1)).toEqual({ type: "ping" });
    vi.advanceTimersByTime(9_999);
    expect(room.line().state).toBe("live");
    vi.advanceTimersByTime(1);
    expect(room.line().state).toBe("lost");
  });

  test("an answer makes it a good line again", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    vi.advanceTimersByTime(20_000);
    ScriptedSocket.last.say({ type: "pong", now: "2026-11-20T10:00:00Z" });
    vi.advanceTimersByTime(19_999);
    expect(room.line().state).toBe("live");
    expect(ScriptedSocket.last.sent.filter(({ type }) => type === "ping")).toHaveLength(1);
  });

  test("a network that went away is doubted sooner", () => {
    const room = join();
    ScriptedSocket.last.welcome();
    window.dispatchEvent(new Event("offline"));
    expect(ScriptedSocket.last.sent.at(-1)).toEqual({ type: "ping" });
    vi.advanceTimersByTime(3_000);
    expect(room.line().state).toBe("lost");
  });

  test("a network that is back is tried at once", () => {
    join();
    for (let loss = 0; loss < 4; loss += 1) {
      ScriptedSocket.last.hangUp(1006);
      vi.advanceTimersByTime(15_000);
    }
    const before = ScriptedSocket.opened.length;
    ScriptedSocket.last.hangUp(1006);
    window.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(0);
    expect(ScriptedSocket.opened).toHaveLength(before + 1);
  });

  test("what an abandoned socket still says is not heard", () => {
    const room = join();
    const abandoned = ScriptedSocket.last;
    abandoned.welcome();
    vi.advanceTimersByTime(30_000);
    abandoned.say({ type: "changes", epoch: 1, seq: 11, set: { activity: null } });
    abandoned.hangUp(4202);
    expect(room.line().state).toBe("lost");
    expect(room.store.get("activity")).toBeUndefined();
  });
});

describe("signals", () => {
  test("reach those who listen, one by one [G2]", () => {
    const room = join();
    const heard = vi.fn<() => void>();
    room.onSignal(heard);
    ScriptedSocket.last.welcome();
    ScriptedSocket.last.say({
      type: "signals",
      signals: [
        { from: "p2", kind: "typing" },
        { from: null, kind: "reaction", emoji: "👏" },
      ],
    });
    expect(heard.mock.calls).toEqual([
      [{ from: "p2", kind: "typing" }],
      [{ from: null, kind: "reaction", emoji: "👏" }],
    ]);
  });

  test("are not kept for later", () => {
    const room = join();
    room.signal({ kind: "typing" });
    ScriptedSocket.last.welcome();
    expect(ScriptedSocket.last.sent.map(({ type }) => type)).toEqual(["hello"]);
  });
});
