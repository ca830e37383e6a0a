import { Button, Menu, Switch } from "@mantine/core";
import { IconArrowDown, IconClock, IconDots, IconLock } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/panel/Chat.module.css";
import { Composer } from "~/features/room/panel/Composer";
import { type ChatLine, conversation } from "~/features/room/panel/messages";
import { fullName } from "~/features/room/panel/people";
import { Typing } from "~/features/room/panel/Typing";
import { RoomPersonMark } from "~/features/room/RoomPersonMark";
import { useIsTrainer, usePending, useSeat, useSend, useSlice } from "~/features/room/seat";
import { EmptyState } from "~/ui/EmptyState";
import { IconButton } from "~/ui/IconButton";
import { regional } from "~/ui/regional";

interface ChatProps {
  /** Null: everyone. */
  readonly to: string | null;
  readonly onTo: (to: string | null) => void;
}

/** This close to the end one reads along. */
const NEAR_END_PX = 80;

export function Chat({ to, onTo }: ChatProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const me = useSeat().participant_id;
  const lines = conversation(useSlice("chat"), useSlice("private_chat"), usePending(), me);
  const log = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const last = lines.at(-1);

  const follows = isAtEnd || last?.participant_id === me;
  useLayoutEffect(() => {
    if (follows && last) scrollToEnd(log.current);
  }, [follows, last]);

  return (
    <div className={classes["chat"]}>
      {isTrainer && <ChatSwitch />}
      <div
        ref={log}
        className={classes["log"]}
        role="log"
        aria-live="off"
        aria-label={t("chat.log")}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX);
        }}
      >
        {lines.length === 0 && <EmptyState picture="questions">{t("chat.empty")}</EmptyState>}
        {lines.map((line) => (
          <Line key={line.id} line={line} onTo={onTo} />
        ))}
      </div>
      {!isAtEnd && (
        <Button
          className={classes["latest"]}
          size="compact-md"
          variant="default"
          leftSection={<IconArrowDown size={16} aria-hidden />}
          onClick={() => {
            scrollToEnd(log.current);
          }}
        >
          {t("chat.to_latest")}
        </Button>
      )}
      <Typing />
      <Composer to={to} onTo={onTo} />
    </div>
  );
}

function scrollToEnd(log: HTMLElement | null): void {
  log?.scrollTo({ top: log.scrollHeight });
}

function ChatSwitch() {
  const { t } = useTranslation("room");
  const send = useSend();
  const isActive = useSlice("room")?.params.chat.active ?? true;
  return (
    <div className={classes["switch"]}>
      <Switch
        color="link"
        label={t("chat.active")}
        checked={isActive}
        onChange={(event) =>
          void send({ type: "params.change", chat: { active: event.currentTarget.checked } })
        }
      />
    </div>
  );
}

interface LineProps {
  readonly line: ChatLine;
  readonly onTo: (to: string | null) => void;
}

function Line({ line, onTo }: LineProps) {
  const { t, i18n } = useTranslation("room");
  const people = useSlice("people") ?? {};
  const me = useSeat().participant_id;
  const person = people[line.participant_id];
  const isMine = line.participant_id === me;
  const isPrivate = line.to !== null;
  const name = person ? fullName(person) : t("chat.somebody");
  const time = new Intl.DateTimeFormat(regional(i18n.language), {
    hour: "2-digit",
    minute: "2-digit",
  });
  return (
    <article
      className={classes["line"]}
      data-private={isPrivate || undefined}
      data-continues={line.continues || undefined}
      data-waits={line.is_on_its_way || undefined}
      aria-label={t("chat.line_of", { name })}
    >
      {!line.continues && person && <RoomPersonMark person={person} size={32} />}
      <div className={classes["content"]}>
        {!line.continues && (
          <p className={classes["head"]}>
            <strong>{isMine ? t("chat.you") : name}</strong>
            <time dateTime={new Date(line.at).toISOString()}>{time.format(line.at)}</time>
            {isPrivate && (
              <span className={classes["private"]}>
                <IconLock size={14} aria-hidden />
                {privateWords()}
              </span>
            )}
          </p>
        )}
        <p className={classes["text"]}>{line.text}</p>
        {line.is_on_its_way && (
          <p className={classes["waits"]}>
            <IconClock size={14} aria-hidden />
            {t("chat.on_its_way")}
          </p>
        )}
      </div>
      <LineMenu line={line} name={name} onTo={onTo} />
    </article>
  );

  function privateWords() {
    const other = line.to === null ? undefined : people[line.to];
    if (!isMine) return t("chat.to_you");
    if (!other || other.role === "trainer") return t("chat.to_trainer");
    return t("chat.to_person", { name: fullName(other) });
  }
}

interface LineMenuProps extends LineProps {
  readonly name: string;
}

/** What a trainer may do about a line. */
function LineMenu({ line, name, onTo }: LineMenuProps) {
  const { t } = useTranslation("room");
  const send = useSend();
  const isTrainer = useIsTrainer();
  const isMine = useSeat().participant_id === line.participant_id;
  const isStored = !line.is_on_its_way;
  if (!isTrainer || !isStored || (isMine && line.to !== null)) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton
          className={classes["menu"]}
          size={32}
          aria-label={t("chat.actions_of", { name })}
        >
          <IconDots size={18} aria-hidden />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {!isMine && (
          <Menu.Item
            onClick={() => {
              onTo(line.participant_id);
            }}
          >
            {t("chat.answer_privately")}
          </Menu.Item>
        )}
        {line.to === null && (
          <Menu.Item
            color="danger"
            onClick={() => void send({ type: "chat.delete", message_id: line.id })}
          >
            {t("chat.delete")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
