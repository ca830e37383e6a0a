import { Anchor, Badge, Button, Modal, TextInput, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft, IconEye, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { ConflictDialog } from "~/features/activities/editor/ConflictDialog";
import { openDraft } from "~/features/activities/editor/draft";
import classes from "~/features/activities/editor/Editor.module.css";
import { draftPlace } from "~/features/activities/editor/keptDrafts";
import {
  changeQuestion,
  copyOfQuestion,
  insertQuestion,
  MOST,
  moved,
  newPlan,
  newQuestion,
  problemOfTitle,
  problemsOf,
  type Question,
  removeQuestion,
} from "~/features/activities/editor/plan";
import { Preview } from "~/features/activities/editor/Preview";
import { questionFieldId, QuestionCard } from "~/features/activities/editor/QuestionCard";
import { SaveStatus } from "~/features/activities/editor/SaveStatus";
import { Sortable, SortableRow } from "~/features/activities/editor/Sortable";
import { useFocusNext } from "~/features/activities/editor/useFocusNext";
import { useProblemText } from "~/features/activities/editor/useProblemText";
import { type Activity, type ActivityKind, keepActivity } from "~/features/activities/queries";
import { EmptyState } from "~/ui/EmptyState";
import { notifyUndo } from "~/ui/notify";
import { usePageTitle } from "~/ui/usePageTitle";

interface EditorProps {
  /** Null: a new one of this kind. */
  readonly activity: Activity | null;
  readonly kind: ActivityKind;
  readonly personId: string;
  /** The first time that the server has stored a new one. */
  readonly onCreated: (id: string) => void;
}

const TITLE = "activity-title";
const ADD = "add-question";

/** An activity as its trainer writes it. It saves itself. Give it a key per activity. */
export function Editor({ activity, kind, personId, onCreated }: EditorProps) {
  const { t } = useTranslation("activities");
  const [draft] = useState(() =>
    openDraft({
      activity,
      empty: newPlan(kind),
      placeOf: (id) => draftPlace(personId, id ?? `new-${kind}`),
      onStored: keepActivity,
    }),
  );
  const state = useSyncExternalStore(draft.subscribe, draft.state);
  const { plan, id } = state;
  const { questions } = plan;
  const [openId, setOpenId] = useState<string | null>(questions[0]?.id ?? null);
  const [visited, setVisited] = useState<ReadonlySet<string>>(
    // What was there before is known to its author; only what is begun here is left in peace.
    () => new Set(activity || state.plan.title ? [TITLE, ...questions.map((each) => each.id)] : []),
  );
  const [isPreviewing, preview] = useDisclosure();
  const focusNext = useFocusNext();
  const problemText = useProblemText();
  const shown = questions.find((each) => each.id === openId) ?? questions[0];
  const name = plan.title.trim() || t(kind === "quiz" ? "editor.new_quiz" : "editor.new_poll");
  usePageTitle(name);

  useEffect(() => {
    if (activity === null && id !== null) onCreated(id);
  }, [activity, id, onCreated]);

  // Somebody who has just asked for a new one begins with its title.
  const isBlank = activity === null && plan.title === "";
  useEffect(() => {
    if (isBlank) document.getElementById(TITLE)?.focus();
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it opens
  }, []);

  const ids = useMemo(() => questions.map((each) => each.id), [questions]);
  const nameOf = useCallback((index: number) => t("editor.question", { number: index + 1 }), [t]);
  const titleProblem = visited.has(TITLE) ? problemOfTitle(plan.title) : null;

  function visit(what: string) {
    if (!visited.has(what)) setVisited((before) => new Set(before).add(what));
  }

  function add(question: Question, at: number) {
    draft.change((now) => insertQuestion(now, question, at));
    setOpenId(question.id);
    focusNext(questionFieldId(question.id));
  }

  function remove(question: Question, at: number) {
    draft.change((now) => removeQuestion(now, question.id));
    const neighbour = questions[at + 1] ?? questions[at - 1];
    setOpenId(neighbour?.id ?? null);
    focusNext(neighbour ? questionFieldId(neighbour.id) : ADD);
    notifyUndo(t("editor.question_deleted"), () => {
      draft.change((now) => insertQuestion(now, question, at));
      setOpenId(question.id);
    });
  }

  function showIncomplete() {
    setVisited(new Set([TITLE, ...ids]));
    const first = questions.find((each) => problemsOf(each).size > 0);
    if (problemOfTitle(plan.title) || !first) {
      focusNext(TITLE);
    } else {
      setOpenId(first.id);
      focusNext(questionFieldId(first.id));
    }
  }

  return (
    <div className={classes["editor"]}>
      <VisuallyHidden component="h1">{name}</VisuallyHidden>
      <div className={classes["bar"]}>
        <Anchor
          underline="hover"
          className={classes["back"]}
          renderRoot={(props) => <Link to="/activities" {...props} />}
        >
          <IconArrowLeft size={18} aria-hidden />
          {t("title")}
        </Anchor>
        <SaveStatus draft={draft} state={state} onShowIncomplete={showIncomplete} />
        <Button
          hiddenFrom="md"
          variant="default"
          size="sm"
          leftSection={<IconEye size={18} aria-hidden />}
          onClick={preview.open}
        >
          {t("preview.open")}
        </Button>
      </div>
      <div className={classes["main"]}>
        <div className={classes["head"]}>
          <Badge variant="light" color="link" tt="none" size="lg">
            {kind === "quiz" ? t("kind.quiz") : t("kind.poll")}
          </Badge>
          <TextInput
            id={TITLE}
            label={t("editor.title")}
            size="lg"
            autoComplete="off"
            placeholder={t(kind === "quiz" ? "editor.quiz_example" : "editor.poll_example")}
            value={plan.title}
            error={problemText(titleProblem, MOST.title)}
            onBlur={() => {
              visit(TITLE);
            }}
            onChange={({ currentTarget: { value } }) => {
              draft.change((now) => ({ ...now, title: value }));
            }}
          />
        </div>
        <Sortable
          ids={ids}
          nameOf={nameOf}
          onMove={(from, to) => {
            draft.change((now) => ({ ...now, questions: moved(now.questions, from, to) }));
          }}
        >
          <ol className={classes["questions"]}>
            {questions.map((question, index) => (
              <SortableRow key={question.id} id={question.id} className={classes["row"]}>
                {(grip) => (
                  <QuestionCard
                    kind={kind}
                    question={question}
                    index={index}
                    grip={grip}
                    isOpen={question.id === openId}
                    isVisited={visited.has(question.id)}
                    canBeCopied={questions.length < MOST.questions}
                    onToggle={() => {
                      setOpenId(question.id === openId ? null : question.id);
                    }}
                    onLeave={() => {
                      visit(question.id);
                    }}
                    onChange={(how) => {
                      draft.change((now) => {
                        const current = now.questions.find((each) => each.id === question.id);
                        return current ? changeQuestion(now, question.id, how(current)) : now;
                      });
                    }}
                    onDuplicate={() => {
                      add(copyOfQuestion(question), index + 1);
                    }}
                    onDelete={() => {
                      remove(question, index);
                    }}
                  />
                )}
              </SortableRow>
            ))}
          </ol>
        </Sortable>
        {questions.length === 0 && (
          <EmptyState picture="questions">{t("editor.no_question")}</EmptyState>
        )}
        <Button
          id={ADD}
          variant="default"
          fullWidth
          leftSection={<IconPlus size={18} aria-hidden />}
          disabled={questions.length >= MOST.questions}
          onClick={() => {
            add(newQuestion(), questions.length);
          }}
        >
          {t("editor.add_question")}
        </Button>
      </div>
      {shown && (
        <aside className={classes["aside"]} aria-label={t("preview.label")}>
          <Preview key={shown.id} plan={plan} question={shown} />
        </aside>
      )}
      <Modal
        opened={isPreviewing && shown !== undefined}
        onClose={preview.close}
        fullScreen
        title={t("preview.label")}
        closeButtonProps={{ "aria-label": t("preview.close") }}
      >
        {shown && <Preview key={shown.id} plan={plan} question={shown} />}
      </Modal>
      <ConflictDialog draft={draft} state={state} />
    </div>
  );
}
