import { Button, Group, SegmentedControl, Textarea, UnstyledButton } from "@mantine/core";
import { useFocusWithin } from "@mantine/hooks";
import { IconAlertTriangle, IconChevronDown, IconCopy, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ChoicesField } from "~/features/activities/editor/ChoicesField";
import classes from "~/features/activities/editor/Editor.module.css";
import {
  MOST,
  type Problems,
  problemsOf,
  type Question,
  withMultiple,
} from "~/features/activities/editor/plan";
import { useProblemText } from "~/features/activities/editor/useProblemText";
import type { ActivityKind } from "~/features/activities/queries";
import { PictureField } from "~/ui/PictureField";

export const questionFieldId = (questionId: string) => `question-${questionId}`;

/** The two notes stand side by side: what explains them comes below, so that they are level. */
const NOTE_ORDER: ("label" | "input" | "description" | "error")[] = [
  "label",
  "input",
  "error",
  "description",
];

const NO_PROBLEMS: Problems = new Map();

interface QuestionCardProps {
  readonly kind: ActivityKind;
  readonly question: Question;
  readonly index: number;
  readonly grip: ReactNode;
  readonly isOpen: boolean;
  /** Somebody has left it once: what is missing may be said. */
  readonly isVisited: boolean;
  readonly canBeCopied: boolean;
  readonly onToggle: () => void;
  readonly onLeave: () => void;
  readonly onChange: (how: (question: Question) => Question) => void;
  readonly onDuplicate: () => void;
  readonly onDelete: () => void;
}

export function QuestionCard(props: QuestionCardProps) {
  const { question, index, grip, isOpen, isVisited, onToggle, onLeave } = props;
  const { t } = useTranslation("activities");
  const isIncomplete = isVisited && problemsOf(question).size > 0;
  const { ref } = useFocusWithin({ onBlur: onLeave });
  const panel = `panel-${question.id}`;
  return (
    <article
      ref={ref}
      className={classes["card"]}
      data-open={isOpen || undefined}
      aria-label={t("editor.question", { number: index + 1 })}
    >
      <div className={classes["cardHead"]}>
        {grip}
        <h2>
          <UnstyledButton
            className={classes["cardTitle"]}
            aria-expanded={isOpen}
            aria-controls={panel}
            onClick={onToggle}
          >
            <span className={classes["number"]}>{t("editor.question", { number: index + 1 })}</span>
            {!isOpen && (
              <span className={classes["cardText"]}>
                {question.text.trim() === "" ? t("editor.without_text") : question.text}
              </span>
            )}
            {isIncomplete && (
              <span className={classes["incomplete"]}>
                <IconAlertTriangle size={16} aria-hidden />
                {t("editor.incomplete")}
              </span>
            )}
            <IconChevronDown size={18} aria-hidden className={classes["chevron"]} />
          </UnstyledButton>
        </h2>
      </div>
      {isOpen && (
        <div id={panel}>
          <QuestionForm {...props} />
        </div>
      )}
    </article>
  );
}

function QuestionForm({
  kind,
  question,
  isVisited,
  canBeCopied,
  onChange,
  onDuplicate,
  onDelete,
}: QuestionCardProps) {
  const { t } = useTranslation("activities");
  const problemText = useProblemText();
  const problems = isVisited ? problemsOf(question) : NO_PROBLEMS;

  function set(change: Partial<Question>) {
    onChange((now) => ({ ...now, ...change }));
  }

  return (
    <div className={classes["form"]}>
      <Textarea
        id={questionFieldId(question.id)}
        label={t("editor.text")}
        autosize
        minRows={1}
        maxRows={8}
        value={question.text}
        error={problemText(problems.get("text"), MOST.text)}
        onChange={({ currentTarget: { value } }) => {
          set({ text: value });
        }}
      />
      <PictureField
        picture={question.picture}
        alt={t("editor.picture_of_question")}
        onChange={(picture) => {
          set({ picture });
        }}
      />
      <SegmentedControl
        aria-label={t("editor.how_many")}
        className={classes["howMany"]}
        bg="var(--salle-raised)"
        data={[
          { value: "one", label: t("editor.one_choice") },
          { value: "several", label: t("editor.several_choices") },
        ]}
        value={question.is_multiple ? "several" : "one"}
        onChange={(value) => {
          onChange((now) => withMultiple(now, value === "several"));
        }}
      />
      <ChoicesField kind={kind} question={question} problems={problems} onChange={onChange} />
      <div className={classes["notes"]}>
        <Textarea
          label={t("editor.hint")}
          inputWrapperOrder={NOTE_ORDER}
          description={t("editor.hint_why")}
          autosize
          minRows={2}
          maxRows={8}
          value={question.hint}
          error={problemText(problems.get("hint"), MOST.text)}
          onChange={({ currentTarget: { value } }) => {
            set({ hint: value });
          }}
        />
        <Textarea
          label={t("editor.explanation")}
          inputWrapperOrder={NOTE_ORDER}
          description={t("editor.explanation_why")}
          autosize
          minRows={2}
          maxRows={8}
          value={question.explanation}
          error={problemText(problems.get("explanation"), MOST.text)}
          onChange={({ currentTarget: { value } }) => {
            set({ explanation: value });
          }}
        />
      </div>
      <Group gap="xs">
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          size="sm"
          leftSection={<IconCopy size={18} aria-hidden />}
          disabled={!canBeCopied}
          onClick={onDuplicate}
        >
          {t("editor.duplicate_question")}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          size="sm"
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={onDelete}
        >
          {t("editor.delete_question")}
        </Button>
      </Group>
    </div>
  );
}
