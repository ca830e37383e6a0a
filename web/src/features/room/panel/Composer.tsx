import { ActionIcon, NativeSelect, Textarea } from "@mantine/core";
import { IconLock, IconSend2 } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/panel/Chat.module.css";
import { fullName, orderPeople } from "~/features/room/panel/people";
import { useConnection, useIsTrainer, useSeat, useSend, useSlice } from "~/features/room/seat";
import { draftsOf } from "~/live/drafts";

interface ComposerProps {
  /** Null: everyone. */
  readonly to: string | null;
  readonly onTo: (to: string | null) => void;
}

const MAX_TEXT = 1000;
const SAY_HOW_MUCH_IS_LEFT = 100;
const TYPING_EVERY_MS = 2_500;
const EVERYONE = "";

export function Composer({ to, onTo }: ComposerProps) {
  const { t } = useTranslation("room");
  const send = useSend();
  const connection = useConnection();
  const isTrainer = useIsTrainer();
  const isActive = useSlice("room")?.params.chat.active ?? true;
  const [text, setText] = useDraft();
  const typedAt = useRef(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const isOff = !isActive && !isTrainer;
  const left = MAX_TEXT - text.length;

  useEffect(() => {
    if (to !== null) box.current?.focus();
  }, [to]);

  function write(next: string) {
    setText(next);
    // What is written in private is nobody else's business, nor that it is.
    if (to !== null || next.trim() === "" || Date.now() - typedAt.current < TYPING_EVERY_MS) return;
    typedAt.current = Date.now();
    connection.signal({ kind: "typing" });
  }

  function submit() {
    const said = text.trim();
    if (said === "" || isOff) return;
    void send({ type: "chat.send", text: said, to });
    typedAt.current = 0;
    setText("");
  }

  return (
    <form
      className={classes["composer"]}
      data-private={to !== null || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {isOff && <p className={classes["off"]}>{t("chat.off")}</p>}
      <Recipient to={to} onTo={onTo} isOff={isOff} />
      <div className={classes["box"]}>
        <Textarea
          ref={box}
          className={classes["input"] ?? ""}
          aria-label={t("chat.message")}
          placeholder={to === null ? t("chat.write_to_everyone") : t("chat.write_privately")}
          value={text}
          maxLength={MAX_TEXT}
          autosize
          minRows={1}
          maxRows={5}
          disabled={isOff}
          enterKeyHint="send"
          onChange={(event) => {
            write(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        <ActionIcon
          type="submit"
          size={44}
          aria-label={t("chat.send")}
          disabled={isOff || text.trim() === ""}
        >
          <IconSend2 size={22} aria-hidden />
        </ActionIcon>
      </div>
      {left <= SAY_HOW_MUCH_IS_LEFT && (
        <p className={classes["left"]}>{t("chat.left", { count: left })}</p>
      )}
    </form>
  );
}

interface RecipientProps extends ComposerProps {
  readonly isOff: boolean;
}

function Recipient({ to, onTo, isOff }: RecipientProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const { hands, here } = orderPeople(useSlice("people") ?? {});
  const choices = isTrainer
    ? [...hands, ...here].map((person) => ({ value: person.id, label: fullName(person) }))
    : [{ value: "trainer", label: t("chat.the_trainer") }];
  if (choices.length === 0) return null;
  // Somebody who has just left can still be answered.
  const isGone = to !== null && choices.every(({ value }) => value !== to);
  return (
    <NativeSelect
      size="sm"
      aria-label={t("chat.recipient")}
      leftSection={to !== null && <IconLock size={16} aria-hidden />}
      value={to ?? EVERYONE}
      disabled={isOff}
      data={[
        { value: EVERYONE, label: t("chat.everyone") },
        ...choices,
        ...(isGone ? [{ value: to, label: t("chat.somebody") }] : []),
      ]}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onTo(chosen === EVERYONE ? null : chosen);
      }}
    />
  );
}

/** What is typed stays over a refresh, and comes back if it was refused. */
function useDraft(): [string, (text: string) => void] {
  const me = useSeat().participant_id;
  const connection = useConnection();
  const [text, setText] = useState(() => draft().read() ?? "");

  function draft() {
    return draftsOf(me, "chat", isText);
  }

  useEffect(
    () =>
      connection.onRefused((_, command) => {
        if (command.type === "chat.send") setText((now) => (now === "" ? command.text : now));
      }),
    [connection],
  );

  return [
    text,
    (next) => {
      setText(next);
      draft().write(next === "" ? null : next);
    },
  ];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
