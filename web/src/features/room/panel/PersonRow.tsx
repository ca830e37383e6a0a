import { Button, Menu, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconDots,
  IconDoorExit,
  IconHandStop,
  IconMessage,
  IconPencil,
  IconPencilOff,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { KickDialog } from "~/features/room/panel/KickDialog";
import classes from "~/features/room/panel/People.module.css";
import { fullName } from "~/features/room/panel/people";
import { RenameDialog } from "~/features/room/panel/RenameDialog";
import { RoomPersonMark } from "~/features/room/RoomPersonMark";
import { useIsTrainer, useSeat, useSend, useSlice } from "~/features/room/seat";
import type { Participant } from "~/live/frames";
import { IconButton } from "~/ui/IconButton";

interface PersonRowProps {
  readonly person: Participant;
  readonly onWriteTo: (participantId: string) => void;
  readonly onFloor: (participantId: string) => void;
}

export function rowOf(participantId: string): string {
  return `person-${participantId}`;
}

export function PersonRow({ person, onWriteTo, onFloor }: PersonRowProps) {
  const { t } = useTranslation("room");
  const send = useSend();
  const isTrainer = useIsTrainer();
  const isMe = useSeat().participant_id === person.id;
  const name = fullName(person);
  const isRaised = person.hand_raised_at !== null;
  const notes = [
    person.role === "trainer" && t("people.trainer"),
    isMe && t("people.you"),
    person.role !== "trainer" && person.may_draw && t("people.may_draw"),
  ].filter((note) => note !== false);

  return (
    <li id={rowOf(person.id)} className={classes["row"]} aria-label={name} tabIndex={-1}>
      <RoomPersonMark person={person} />
      <div className={classes["name"]}>
        {name}
        {notes.length > 0 && <span>{notes.join(" · ")}</span>}
        {isRaised && isTrainer && (
          <Button
            className={classes["acknowledge"] ?? ""}
            size="compact-md"
            variant="light"
            color="link"
            leftSection={<IconHandStop size={18} aria-hidden />}
            aria-label={t("people.acknowledge_of", { name })}
            onClick={() => {
              onFloor(person.id);
              void send({ type: "hand.acknowledge", participant_id: person.id });
            }}
          >
            {t("people.acknowledge")}
          </Button>
        )}
      </div>
      {isRaised && !isTrainer && (
        <span className={classes["hand"]}>
          <IconHandStop size={20} role="img" aria-label={t("people.hand_up")} />
        </span>
      )}
      {isMe && <OwnName person={person} />}
      {!isMe && person.role === "trainer" && (
        <Tooltip label={t("people.write_privately")}>
          <IconButton
            aria-label={t("people.write_to", { name })}
            onClick={() => {
              onWriteTo("trainer");
            }}
          >
            <IconMessage size={20} aria-hidden />
          </IconButton>
        </Tooltip>
      )}
      {isTrainer && !isMe && <PersonMenu person={person} onWriteTo={onWriteTo} />}
    </li>
  );
}

function OwnName({ person }: { readonly person: Participant }) {
  const { t } = useTranslation("room");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Tooltip label={t("people.rename")}>
        <IconButton aria-label={t("people.rename")} onClick={open}>
          <IconPencil size={20} aria-hidden />
        </IconButton>
      </Tooltip>
      {isOpen && <RenameDialog person={person} onClose={close} />}
    </>
  );
}

function PersonMenu({ person, onWriteTo }: Omit<PersonRowProps, "onFloor">) {
  const { t } = useTranslation("room");
  const send = useSend();
  const params = useSlice("room")?.params;
  const [isKicking, { open, close }] = useDisclosure();
  const name = fullName(person);
  const chosen = params?.collaboration.allowed_participant_ids ?? [];
  const isChosen = chosen.includes(person.id);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton aria-label={t("people.actions_of", { name })}>
            <IconDots size={20} aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconMessage size={18} aria-hidden />}
            onClick={() => {
              onWriteTo(person.id);
            }}
          >
            {t("people.write_privately")}
          </Menu.Item>
          <Menu.Item
            leftSection={
              isChosen ? (
                <IconPencilOff size={18} aria-hidden />
              ) : (
                <IconPencil size={18} aria-hidden />
              )
            }
            onClick={() =>
              void send({
                type: "params.change",
                collaboration: {
                  active: true,
                  allow_all: false,
                  allowed_participant_ids: isChosen
                    ? chosen.filter((id) => id !== person.id)
                    : [...chosen, person.id],
                },
              })
            }
          >
            {isChosen ? t("people.forbid_drawing") : t("people.allow_drawing")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="danger"
            leftSection={<IconDoorExit size={18} aria-hidden />}
            onClick={open}
          >
            {t("people.kick")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isKicking && <KickDialog person={person} onClose={close} />}
    </>
  );
}
