import {
  Anchor,
  Badge,
  Button,
  Group,
  Menu,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import {
  IconChartBar,
  IconCopy,
  IconDots,
  IconListCheck,
  IconPencil,
  IconSearch,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { draftPlace } from "~/features/activities/editor/keptDrafts";
import { MOST } from "~/features/activities/editor/plan";
import classes from "~/features/activities/library/Library.module.css";
import { type Found, findCards } from "~/features/activities/library/find";
import {
  type ActivityCard,
  type ActivityKind,
  forgetCards,
  libraryQuery,
} from "~/features/activities/queries";
import { EmptyState } from "~/ui/EmptyState";
import { IconButton } from "~/ui/IconButton";
import { notifyDone, notifyUndo } from "~/ui/notify";
import rows from "~/ui/OpeningRow.module.css";
import { PageTitle } from "~/ui/PageTitle";
import { regional } from "~/ui/regional";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface LibraryProps {
  readonly personId: string;
}

/** What a trainer has prepared, to be started in any room. */
export function Library({ personId }: LibraryProps) {
  const { t } = useTranslation("activities");
  const { data: cards } = useSuspenseQuery(libraryQuery);
  const [kind, setKind] = useState<Found>("all");
  const [words, setWords] = useState("");
  const [begun, setBegun] = useState(() =>
    KINDS.filter((each) => newDraft(personId, each).read() !== null),
  );

  function forget(which: ActivityKind) {
    const place = newDraft(personId, which);
    const draft = place.read();
    place.write(null);
    setBegun((now) => now.filter((each) => each !== which));
    notifyUndo(t("library.begun_deleted"), () => {
      place.write(draft);
      setBegun((now) => [...now, which]);
    });
  }

  if (cards.length === 0 && begun.length === 0) {
    return (
      <>
        <PageTitle lead={t("lead")}>{t("title")}</PageTitle>
        <EmptyState
          picture="questions"
          action={
            <Stack align="center" gap="sm">
              <CreateButton kind="quiz" isMain />
              <Anchor
                renderRoot={(props) => (
                  <Link to="/activities/$id" params={NEW} search={{ kind: "poll" }} {...props} />
                )}
              >
                {t("library.rather_a_poll")}
              </Anchor>
            </Stack>
          }
        >
          {t("library.empty")}
        </EmptyState>
      </>
    );
  }

  const found = findCards(cards, words, kind);
  return (
    <>
      <PageTitle
        lead={t("lead")}
        action={
          <Group gap="xs">
            <CreateButton kind="poll" />
            <CreateButton kind="quiz" isMain />
          </Group>
        }
      >
        {t("title")}
      </PageTitle>
      <div className={classes["tools"]} role="search">
        <TextInput
          type="search"
          className={classes["search"]}
          aria-label={t("library.search")}
          placeholder={t("library.search")}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={words}
          onChange={({ currentTarget: { value } }) => {
            setWords(value);
          }}
        />
        <SegmentedControl
          aria-label={t("library.filter")}
          bg="var(--salle-raised)"
          data={[
            { value: "all", label: t("library.all") },
            { value: "quiz", label: t("library.quizzes") },
            { value: "poll", label: t("library.polls") },
          ]}
          value={kind}
          onChange={(value) => {
            setKind(value);
          }}
        />
      </div>
      <Paper withBorder shadow="sm">
        <ul className={classes["list"]} aria-label={t("title")}>
          {begun.map((each) => (
            <Begun
              key={each}
              kind={each}
              onForget={() => {
                forget(each);
              }}
            />
          ))}
          {found.map((card) => (
            <Row
              key={card.id}
              card={card}
              isUnsaved={draftPlace(personId, card.id).read() !== null}
            />
          ))}
        </ul>
        {found.length === 0 && cards.length > 0 && (
          <Stack align="center" p="xl">
            <Text role="status">{t("library.nothing_found")}</Text>
            <Button
              variant="default"
              onClick={() => {
                setWords("");
                setKind("all");
              }}
            >
              {t("library.show_all")}
            </Button>
          </Stack>
        )}
      </Paper>
    </>
  );
}

const KINDS = ["quiz", "poll"] as const;

function newDraft(personId: string, kind: ActivityKind) {
  return draftPlace(personId, `new-${kind}`);
}

const NEW = { id: "new" } as const;

interface CreateButtonProps {
  readonly kind: ActivityKind;
  readonly isMain?: boolean;
}

function CreateButton({ kind, isMain = false }: CreateButtonProps) {
  const { t } = useTranslation("activities");
  return (
    <Button
      variant={isMain ? "filled" : "default"}
      renderRoot={(props) => (
        <Link to="/activities/$id" params={NEW} search={{ kind }} {...props} />
      )}
    >
      {kind === "quiz" ? t("library.create_quiz") : t("library.create_poll")}
    </Button>
  );
}

interface KindMarkProps {
  readonly kind: ActivityKind;
}

function KindMark({ kind }: KindMarkProps) {
  const Icon = kind === "quiz" ? IconListCheck : IconChartBar;
  return (
    <span className={classes["mark"]} data-kind={kind} aria-hidden>
      <Icon size={22} />
    </span>
  );
}

interface BegunProps extends KindMarkProps {
  readonly onForget: () => void;
}

/** Begun on this device, and nowhere else yet. */
function Begun({ kind, onForget }: BegunProps) {
  const { t } = useTranslation("activities");
  return (
    <li className={`${rows["row"]} ${classes["row"]}`}>
      <KindMark kind={kind} />
      <div className={classes["words"]}>
        <Link
          to="/activities/$id"
          params={NEW}
          search={{ kind }}
          className={`${rows["link"]} ${rows["title"]}`}
        >
          {kind === "quiz" ? t("library.begun_quiz") : t("library.begun_poll")}
        </Link>
        <span className={classes["meta"]}>{t("library.on_device")}</span>
      </div>
      <IconButton
        className={classes["actions"]}
        aria-label={t("library.delete_begun")}
        onClick={onForget}
      >
        <IconTrash size={20} aria-hidden />
      </IconButton>
    </li>
  );
}

interface RowProps {
  readonly card: ActivityCard;
  readonly isUnsaved: boolean;
}

function Row({ card, isUnsaved }: RowProps) {
  const { t, i18n } = useTranslation("activities");
  const when = new Intl.DateTimeFormat(regional(i18n.language), { dateStyle: "medium" });
  return (
    <li className={`${rows["row"]} ${classes["row"]}`}>
      <KindMark kind={card.kind} />
      <div className={classes["words"]}>
        <Link
          to="/activities/$id"
          params={{ id: card.id }}
          className={`${rows["link"]} ${rows["title"]}`}
        >
          {card.title}
        </Link>
        <span className={classes["meta"]}>
          <span>{card.kind === "quiz" ? t("kind.quiz") : t("kind.poll")}</span>
          <span>{t("library.questions", { count: card.question_count })}</span>
          <span>{t("library.changed", { when: when.format(new Date(card.updated_at)) })}</span>
          {isUnsaved && (
            <Badge variant="light" color="link" tt="none">
              {t("library.unsaved")}
            </Badge>
          )}
        </span>
      </div>
      <div className={classes["actions"]}>
        <RowMenu card={card} />
      </div>
    </li>
  );
}

function RowMenu({ card: { id, title } }: Pick<RowProps, "card">) {
  const { t } = useTranslation("activities");
  const showError = useErrorNotification();
  const path = { params: { path: { activity_id: id } } };

  const duplicate = useMutation({
    mutationFn: (copy: string) =>
      orThrow(
        api.POST("/api/activities/{activity_id}/duplicate", { ...path, body: { title: copy } }),
      ),
    onSuccess: async (copy) => {
      await forgetCards();
      notifyDone(t("library.duplicated", { title: copy.title }));
    },
    onError: showError,
  });
  const restore = useMutation({
    mutationFn: () => orThrow(api.POST("/api/activities/{activity_id}/restore", path)),
    onSuccess: forgetCards,
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: () => orThrow(api.DELETE("/api/activities/{activity_id}", path)),
    onSuccess: async () => {
      notifyUndo(t("library.deleted", { title }), () => {
        restore.mutate();
      });
      await forgetCards();
    },
    onError: showError,
  });

  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <IconButton
          loading={duplicate.isPending || remove.isPending}
          aria-label={t("library.actions", { title })}
        >
          <IconDots aria-hidden />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={18} aria-hidden />}
          renderRoot={(props) => <Link to="/activities/$id" params={{ id }} {...props} />}
        >
          {t("library.edit")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={18} aria-hidden />}
          onClick={() => {
            duplicate.mutate(t("library.copy_of", { title }).slice(0, MOST.title));
          }}
        >
          {t("library.duplicate")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={18} aria-hidden />}
          color="danger"
          onClick={() => {
            remove.mutate();
          }}
        >
          {t("library.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
