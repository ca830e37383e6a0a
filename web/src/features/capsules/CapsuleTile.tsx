import { ActionIcon, Menu, Skeleton, TextInput } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { BlobImage } from "~/features/board/BlobImage";
import { ago } from "~/features/capsules/ago";
import {
  deleteCapsule,
  duplicateCapsule,
  renameCapsule,
  restoreCapsule,
} from "~/features/capsules/changes";
import classes from "~/features/capsules/list.module.css";
import { type CapsuleCard, thumbnailQuery } from "~/features/capsules/queries";
import { notifyUndo } from "~/ui/notify";
import { MAIN } from "~/ui/SkipLink";
import { useErrorNotification } from "~/ui/useErrorNotification";

const MAX_TITLE = 100;

interface CapsuleTileProps {
  readonly capsule: CapsuleCard;
}

export function CapsuleTile({ capsule }: CapsuleTileProps) {
  const { t } = useTranslation("capsules");
  const notifyError = useErrorNotification();
  const [isRenaming, setRenaming] = useState(false);
  /** The menu gives the focus back when it is gone: only then is there a field to type in. */
  const willRename = useRef(false);
  const { id, title } = capsule;

  function remove() {
    deleteCapsule(id).then(() => {
      notifyUndo(t("list.deleted", { title }), () => {
        restoreCapsule(id).catch(notifyError);
      });
    }, notifyError);
  }

  function duplicate() {
    const copy = t("copy_of", { title: title.slice(0, MAX_TITLE - 10) });
    duplicateCapsule(capsule, copy).catch(notifyError);
  }

  function rename(to: string) {
    setRenaming(false);
    if (to !== "" && to !== title) renameCapsule(capsule, to).catch(notifyError);
  }

  return (
    <li className={classes["tile"]}>
      <Thumbnail capsule={capsule} />
      <div className={classes["words"]}>
        {isRenaming ? (
          <TextInput
            size="sm"
            style={{ zIndex: 1 }}
            aria-label={t("title")}
            defaultValue={title}
            maxLength={MAX_TITLE}
            ref={focusAndSelect}
            onBlur={(event) => rename(event.currentTarget.value.trim())}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.currentTarget.blur();
              if (event.key === "Escape") setRenaming(false);
            }}
          />
        ) : (
          <Link
            to="/capsules/$capsuleId"
            params={{ capsuleId: id }}
            className={classes["title"]}
            title={title}
          >
            {title}
          </Link>
        )}
        <span className={classes["facts"]}>
          <CapsuleFacts capsule={capsule} />
        </span>
        <Menu
          position="bottom-end"
          width={200}
          portalProps={{ target: `#${MAIN}` }}
          onExitTransitionEnd={() => {
            if (willRename.current) setRenaming(true);
            willRename.current = false;
          }}
        >
          <Menu.Target>
            <ActionIcon
              className={classes["menu"] ?? ""}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("list.actions", { title })}
            >
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconPencil size={16} />}
              onClick={() => (willRename.current = true)}
            >
              {t("rename")}
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={duplicate}>
              {t("duplicate")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="danger" leftSection={<IconTrash size={16} />} onClick={remove}>
              {t("delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}

export function CapsuleFacts({ capsule: { page_count, updated_at } }: CapsuleTileProps) {
  const { t, i18n } = useTranslation("capsules");
  return (
    <>
      {t("list.pages", { count: page_count })} · {ago(updated_at, i18n.language)}
    </>
  );
}

function focusAndSelect(input: HTMLInputElement | null) {
  input?.focus();
  input?.select();
}

/** The first slide, as large as its place. */
export function Thumbnail({ capsule: { id, version } }: CapsuleTileProps) {
  const { data: picture, isPending } = useQuery(thumbnailQuery(id, version));
  return (
    <span className={classes["picture"]}>
      {picture && <BlobImage picture={picture} />}
      {isPending && <Skeleton height="100%" radius={0} />}
    </span>
  );
}
