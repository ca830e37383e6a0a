import type { ChatMessage, PrivateMessage } from "~/live/frames";
import type { Pending } from "~/live/pending";

/** One line of the conversation as this person sees it: public and private lines in one order. */
export interface ChatLine {
  readonly id: string;
  readonly participant_id: string;
  /** Null: to everyone. A participant's own line on its way has "trainer". */
  readonly to: string | null;
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly is_on_its_way: boolean;
  /** It continues what the same person said just before to the same people. */
  readonly continues: boolean;
}

type Messages<Message> = Readonly<Record<string, Message>> | undefined;

const PAUSE_MS = 5 * 60_000;

export function conversation(
  chat: Messages<ChatMessage>,
  privateChat: Messages<PrivateMessage>,
  pending: readonly Pending[],
  me: string,
): readonly ChatLine[] {
  const toEveryone = Object.values(chat ?? {}).map((message) => ({ ...message, to: null }));
  const stored = [...toEveryone, ...Object.values(privateChat ?? {})]
    .toSorted((one, other) => one.seq - other.seq)
    .map((message) => ({
      id: message.id,
      participant_id: message.participant_id,
      to: message.to,
      text: message.text,
      at: Date.parse(message.sent_at),
      is_on_its_way: false,
    }));
  const onTheirWay = pending.flatMap(({ id, command, asked_at, is_settled }) =>
    command.type === "chat.send"
      ? {
          id,
          participant_id: me,
          to: command.to,
          text: command.text,
          at: asked_at,
          is_on_its_way: !is_settled,
        }
      : [],
  );
  const lines = [...stored, ...onTheirWay];
  return lines.map((line, index) => {
    const before = lines[index - 1];
    const continues =
      before?.participant_id === line.participant_id &&
      (before.to === null) === (line.to === null) &&
      (before.to === line.to || line.is_on_its_way) &&
      line.at - before.at < PAUSE_MS;
    return { ...line, continues };
  });
}

/** The place of the last line that everyone can read. */
export function lastSeq(chat: Messages<ChatMessage>): number {
  return Object.values(chat ?? {}).reduce((seq, message) => Math.max(seq, message.seq), 0);
}

/**
 * Of those who gave a sign that they type, who has not said it yet. A sign has the place of the last
 * line that was there when it came.
 */
export function stillTyping(
  signs: Readonly<Record<string, number>>,
  chat: Messages<ChatMessage>,
): readonly string[] {
  const lines = Object.values(chat ?? {});
  return Object.entries(signs)
    .filter(([id, place]) =>
      lines.every(({ participant_id, seq }) => participant_id !== id || seq <= place),
    )
    .map(([id]) => id);
}

/** How many lines of others came after the last one that was read. */
export function countUnread(
  messages: readonly ChatMessage[],
  readUpTo: number,
  me: string,
): number {
  return messages.filter(({ seq, participant_id }) => seq > readUpTo && participant_id !== me)
    .length;
}
