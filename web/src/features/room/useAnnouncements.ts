import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { fullName } from "~/features/room/panel/people";
import { useConnection, useIsTrainer, useSeat } from "~/features/room/seat";
import type { ChatMessage, Participant, SliceName } from "~/live/frames";
import { announce } from "~/ui/announcer";

/** What happens in the room, for those who listen instead of looking. */
export function useAnnouncements(): void {
  const { t } = useTranslation("room");
  const { store } = useConnection();
  const isTrainer = useIsTrainer();
  const me = useSeat().participant_id;
  const before = useRef<Readonly<Record<string, Participant>> | undefined>(undefined);
  const lastSeq = useRef<number | null>(null);
  const lastRun = useRef<string | null>(null);

  useEffect(() => {
    const nameOf = (id: string) => {
      const person = store.get("people")?.[id];
      return person ? fullName(person) : t("chat.somebody");
    };

    function sayPeople() {
      const people = store.get("people");
      const known = before.current;
      before.current = people;
      if (!people || !known) return;
      for (const person of Object.values(people)) {
        const past = known[person.id];
        if (person.id === me || person === past) continue;
        const name = fullName(person);
        if (person.is_here && !past?.is_here) announce(t("announce.came", { name }));
        if (isTrainer && person.hand_raised_at !== null && !past?.hand_raised_at) {
          announce(t("announce.hand", { name }));
        }
      }
    }

    function sayChat() {
      const messages: ChatMessage[] = [
        ...Object.values(store.get("chat") ?? {}),
        ...Object.values(store.get("private_chat") ?? {}),
      ];
      const past = lastSeq.current;
      lastSeq.current = messages.reduce((seq, message) => Math.max(seq, message.seq), 0);
      if (past === null) return;
      for (const { seq, participant_id, text } of messages) {
        if (seq > past && participant_id !== me) {
          announce(t("announce.line", { name: nameOf(participant_id), text }));
        }
      }
    }

    function sayActivity() {
      const activity = store.get("activity");
      const now = activity ? `${activity.run_id} ${activity.question.id} ${activity.phase}` : "";
      const past = lastRun.current;
      lastRun.current = now;
      if (past === null || past === now || !activity || isTrainer) return;
      const { phase, title } = activity;
      if (phase === "answering") announce(t("announce.question", { title }));
      if (phase === "results") announce(t("announce.results"));
      if (phase === "finished") announce(t("announce.finished", { title }));
    }

    const sayers: readonly (readonly [SliceName, () => void])[] = [
      ["people", sayPeople],
      ["chat", sayChat],
      ["private_chat", sayChat],
      ["activity", sayActivity],
    ];
    const stops = sayers.map(([slice, say]) => {
      say();
      return store.subscribe(slice, say);
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, t, isTrainer, me]);
}
