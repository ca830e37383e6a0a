import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/panel/Chat.module.css";
import { lastSeq, stillTyping } from "~/features/room/panel/messages";
import { useConnection, useSlice } from "~/features/room/seat";

/** A sign that somebody types holds this long, if the line does not come before. */
const FRESH_MS = 4_000;
const MOST_NAMED = 2;

/** Who is writing to everyone at this moment. */
export function Typing() {
  const { t, i18n } = useTranslation("room");
  const connection = useConnection();
  const people = useSlice("people") ?? {};
  const chat = useSlice("chat");
  const [signs, setSigns] = useState<Readonly<Record<string, number>>>({});

  useEffect(() => {
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const stop = connection.onSignal(({ kind, from }) => {
      if (kind !== "typing" || from === null) return;
      clearTimeout(timers.get(from));
      timers.set(
        from,
        setTimeout(() => {
          setSigns((before) => {
            const { [from]: _over, ...others } = before;
            return others;
          });
        }, FRESH_MS),
      );
      const place = lastSeq(connection.store.get("chat"));
      setSigns((before) => ({ ...before, [from]: place }));
    });
    return () => {
      stop();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [connection]);

  const names = stillTyping(signs, chat).flatMap((id) => people[id]?.first_name ?? []);
  const list = new Intl.ListFormat(i18n.language);
  return (
    <p className={classes["typing"]}>
      {names.length > 0 && names.length <= MOST_NAMED
        ? t("chat.typing", { count: names.length, names: list.format(names) })
        : names.length > 0 && t("chat.many_typing")}
    </p>
  );
}
