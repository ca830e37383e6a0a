import { describe, expect, test } from "vitest";

import { conversation, countUnread, lastSeq, stillTyping } from "~/features/room/panel/messages";
import type { ChatMessage, Command, PrivateMessage } from "~/live/frames";
import type { Pending } from "~/live/pending";

const START = Date.parse("2026-11-20T10:00:00Z");
const said = (seq: number, who: string, afterSeconds = seq): ChatMessage => ({
  id: `m${seq}`,
  seq,
  participant_id: who,
  text: `${who} ${seq}`,
  sent_at: new Date(START + afterSeconds * 1000).toISOString(),
});
const whispered = (seq: number, who: string, to: string): PrivateMessage => ({
  ...said(seq, who),
  to,
});
const byId = <Message extends ChatMessage>(...messages: Message[]) =>
  Object.fromEntries(messages.map((message) => [message.id, message]));
const waiting = (command: Command, isSettled = false): Pending => ({
  id: "waiting",
  command,
  asked_at: START + 60_000,
  is_settled: isSettled,
});

describe("the conversation", () => {
  test("public and private lines stand in the order in which the room heard them", () => {
    const lines = conversation(
      byId(said(3, "lea"), said(1, "marc")),
      byId(whispered(2, "lea", "trainer-1")),
      [],
      "lea",
    );
    expect(lines.map(({ id, to }) => [id, to])).toEqual([
      ["m1", null],
      ["m2", "trainer-1"],
      ["m3", null],
    ]);
  });

  test("what is on its way stands at the end and says so", () => {
    const pending = [
      waiting({ type: "hand.raise" }),
      waiting({ type: "chat.send", text: "me too", to: null }),
    ];
    const lines = conversation(byId(said(1, "marc")), undefined, pending, "lea");
    expect(lines.at(-1)).toMatchObject({
      participant_id: "lea",
      text: "me too",
      is_on_its_way: true,
    });
    expect(lines).toHaveLength(2);
  });

  test("what is settled and not shown yet no longer says that it is on its way", () => {
    const pending = [waiting({ type: "chat.send", text: "me too", to: null }, true)];
    expect(conversation({}, {}, pending, "lea")).toMatchObject([{ is_on_its_way: false }]);
  });

  test("a line continues what the same person said to the same people a moment before", () => {
    const lines = conversation(
      byId(said(1, "lea"), said(2, "lea"), said(4, "lea"), said(5, "lea", 1000)),
      byId(whispered(3, "lea", "trainer-1")),
      [],
      "marc",
    );
    expect(lines.map(({ continues }) => continues)).toEqual([false, true, false, false, false]);
  });

  test("a trainer's whispers to two people are not one", () => {
    const privateChat = byId(whispered(1, "camille", "lea"), whispered(2, "camille", "marc"));
    const lines = conversation({}, privateChat, [], "camille");
    expect(lines.map(({ continues }) => continues)).toEqual([false, false]);
  });
});

test("unread are the lines of others after the last one read", () => {
  const messages = [said(1, "marc"), said(2, "marc"), said(3, "lea"), said(4, "aminata")];
  expect(countUnread(messages, 1, "lea")).toBe(2);
});

describe("typing", () => {
  test("ends with the line, and a sign after it begins anew", () => {
    const before = byId(said(1, "ada"), said(2, "bob"));
    const after = byId(said(1, "ada"), said(2, "bob"), said(3, "ada"));
    const signs = { ada: lastSeq(before), bob: lastSeq(before) };
    expect(stillTyping(signs, before)).toEqual(["ada", "bob"]);
    expect(stillTyping(signs, after)).toEqual(["bob"]);
    expect(stillTyping({ ada: lastSeq(after) }, after)).toEqual(["ada"]);
  });

  test("is seen before there is any line", () => {
    expect(stillTyping({ ada: lastSeq(undefined) }, undefined)).toEqual(["ada"]);
  });
});
