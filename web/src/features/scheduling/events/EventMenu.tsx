import { Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconCalendarX,
  IconCopy,
  IconDots,
  IconPencil,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import {
  cancelEvent,
  deleteEvent,
  duplicateEvent,
  publishEvent,
  restoreEvent,
} from "~/features/scheduling/events/changes";
import classes from "~/features/scheduling/events/events.module.css";
import type { EventCard } from "~/features/scheduling/queries";
import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { IconButton } from "~/ui/IconButton";
import { notifyDone, notifyUndo } from "~/ui/notify";
import { MAIN } from "~/ui/SkipLink";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface EventMenuProps {
  readonly event: EventCard;
}

const MAX_TITLE = 200;

/** What one may do with one's own event; nothing for somebody else's, but a copy. */
export function EventMenu({ event: { id, title, status, created_by } }: EventMenuProps) {
  const { t } = useTranslation("scheduling");
  const navigate = useNavigate();
  const notifyError = useErrorNotification();
  const { person, can } = useAuth();
  const [isCanceling, { open, close }] = useDisclosure();
  const isOwn = person?.id === created_by || can("admin");

  function copy() {
    const named = t("events.copy_of", { title }).slice(0, MAX_TITLE);
    duplicateEvent(id, named).then(
      (made) => void navigate({ to: "/events/$id/edit", params: { id: made.id } }),
      notifyError,
    );
  }

  function remove() {
    deleteEvent(id).then(() => {
      notifyUndo(t("events.was_deleted", { title }), () => {
        restoreEvent(id).catch(notifyError);
      });
    }, notifyError);
  }

  return (
    <>
      <Menu position="bottom-end" width={230} portalProps={{ target: `#${MAIN}` }}>
        <Menu.Target>
          <IconButton
            className={classes["above"] ?? ""}
            size={44}
            aria-label={t("events.actions", { title })}
          >
            <IconDots size={20} aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {isOwn && status !== "canceled" && (
            <Menu.Item
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => void navigate({ to: "/events/$id/edit", params: { id } })}
            >
              {t("manage.edit")}
            </Menu.Item>
          )}
          {isOwn && status === "draft" && (
            <Menu.Item
              leftSection={<IconSend size={16} aria-hidden />}
              onClick={() => {
                publishEvent(id).then(() => notifyDone(t("events.was_published")), notifyError);
              }}
            >
              {t("events.publish")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
            {t("events.duplicate")}
          </Menu.Item>
          {isOwn && (
            <>
              <Menu.Divider />
              {status !== "canceled" && (
                <Menu.Item
                  color="danger"
                  leftSection={<IconCalendarX size={16} aria-hidden />}
                  onClick={open}
                >
                  {t("events.cancel")}
                </Menu.Item>
              )}
              <Menu.Item
                color="danger"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={remove}
              >
                {t("events.delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        title={t("events.cancel_title", { title })}
        consequence={t("events.cancel_consequence")}
        verb={t("events.cancel")}
        isOpen={isCanceling}
        onClose={close}
        onConfirm={async () => {
          await cancelEvent(id);
          notifyDone(t("events.was_canceled"));
        }}
      />
    </>
  );
}
