import { ActionIcon, Button, Checkbox, Radio, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useCallback, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/activities/editor/Editor.module.css";
import {
  type Choice,
  FEWEST_CHOICES,
  hasNoRightChoice,
  linesOf,
  MOST,
  moved,
  newChoice,
  pasteChoices,
  type Problems,
  type Question,
  withRight,
} from "~/features/activities/editor/plan";
import { Sortable, SortableRow } from "~/features/activities/editor/Sortable";
import { useFocusNext } from "~/features/activities/editor/useFocusNext";
import { useProblemText } from "~/features/activities/editor/useProblemText";
import { letterOf } from "~/features/activities/run/answer";
import type { ActivityKind } from "~/features/activities/queries";
import { notifyDone, notifyUndo } from "~/ui/notify";

interface ChoicesFieldProps {
  readonly kind: ActivityKind;
  readonly question: Question;
  /** Empty as long as nobody has left the question. */
  readonly problems: Problems;
  readonly onChange: (how: (question: Question) => Question) => void;
}

const inputId = (choiceId: string) => `choice-${choiceId}`;

/** Written like a list: Enter goes on to the next one, Backspace takes an empty one away. */
export function ChoicesField({ kind, question, problems, onChange }: ChoicesFieldProps) {
  const { t } = useTranslation("activities");
  const problemText = useProblemText();
  const focusNext = useFocusNext();
  const group = useId();
  const { choices } = question;
  const ids = useMemo(() => choices.map(({ id }) => id), [choices]);
  const nameOf = useCallback(
    (index: number) => t("editor.choice", { letter: letterOf(index) }),
    [t],
  );
  const tooFew = problems.get("choices");

  function setChoices(how: (choices: readonly Choice[]) => readonly Choice[]) {
    onChange((now) => ({ ...now, choices: how(now.choices) }));
  }

  function addAfter(index: number) {
    const next = choices[index + 1];
    if (next?.text === "") {
      focusNext(inputId(next.id));
    } else if (choices.length < MOST.choices) {
      const added = newChoice();
      setChoices((now) => now.toSpliced(index + 1, 0, added));
      focusNext(inputId(added.id));
    }
  }

  function remove(choice: Choice, index: number) {
    setChoices((now) => now.filter(({ id }) => id !== choice.id));
    const neighbour = choices[index - 1] ?? choices[index + 1];
    if (neighbour) focusNext(inputId(neighbour.id));
    if (choice.text.trim() === "") return;
    notifyUndo(t("editor.choice_deleted"), () => {
      setChoices((now) => now.toSpliced(index, 0, choice));
    });
  }

  function onKey(event: KeyboardEvent, choice: Choice, index: number) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      addAfter(index);
    } else if (event.key === "Backspace" && choice.text === "" && choices.length > FEWEST_CHOICES) {
      event.preventDefault();
      remove(choice, index);
    }
  }

  function onPaste(event: ClipboardEvent, index: number) {
    const lines = linesOf(event.clipboardData.getData("text/plain"));
    if (lines.length < 2) return;
    event.preventDefault();
    const pasted = pasteChoices(choices, index, lines);
    setChoices(() => pasted.choices);
    if (pasted.leftOut > 0) notifyDone(t("editor.left_out", { count: pasted.leftOut }));
  }

  function legend() {
    if (kind === "poll") return t("editor.choices");
    return question.is_multiple ? t("editor.choices_and_rights") : t("editor.choices_and_right");
  }

  return (
    <fieldset className={classes["choices"]}>
      <legend>{legend()}</legend>
      <Sortable
        ids={ids}
        nameOf={nameOf}
        onMove={(from, to) => {
          setChoices((now) => moved(now, from, to));
        }}
      >
        <ul className={classes["choiceList"]}>
          {choices.map((choice, index) => (
            <SortableRow key={choice.id} id={choice.id} className={classes["choice"]}>
              {(grip) => (
                <>
                  {grip}
                  {kind === "quiz" && (
                    <RightMark
                      question={question}
                      choice={choice}
                      group={group}
                      label={t("editor.is_right", { letter: letterOf(index) })}
                      onChange={onChange}
                    />
                  )}
                  <TextInput
                    id={inputId(choice.id)}
                    aria-label={nameOf(index)}
                    className={classes["grow"]}
                    placeholder={nameOf(index)}
                    value={choice.text}
                    error={problemText(problems.get(choice.id), MOST.choice)}
                    enterKeyHint="next"
                    autoComplete="off"
                    onChange={({ currentTarget: { value } }) => {
                      setChoices((now) =>
                        now.map((each) =>
                          each.id === choice.id ? { ...each, text: value } : each,
                        ),
                      );
                    }}
                    onKeyDown={(event) => {
                      onKey(event, choice, index);
                    }}
                    onPaste={(event) => {
                      onPaste(event, index);
                    }}
                  />
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    mt={3}
                    disabled={choices.length <= FEWEST_CHOICES}
                    aria-label={t("editor.delete_choice", { letter: letterOf(index) })}
                    onClick={() => {
                      remove(choice, index);
                    }}
                  >
                    <IconX size={18} aria-hidden />
                  </ActionIcon>
                </>
              )}
            </SortableRow>
          ))}
        </ul>
      </Sortable>
      {tooFew && (
        <Text c="danger" size="sm" role="alert">
          {problemText(tooFew, FEWEST_CHOICES)}
        </Text>
      )}
      {kind === "quiz" && problems.size === 0 && hasNoRightChoice(question) && (
        <Text c="var(--salle-warning)" size="sm">
          {t("editor.nothing_right")}
        </Text>
      )}
      {choices.length < MOST.choices && (
        <Button
          variant="subtle"
          color="link"
          size="compact-md"
          className={classes["add"]}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            addAfter(choices.length - 1);
          }}
        >
          {t("editor.add_choice")}
        </Button>
      )}
    </fieldset>
  );
}

interface RightMarkProps {
  readonly question: Question;
  readonly choice: Choice;
  readonly group: string;
  readonly label: string;
  readonly onChange: ChoicesFieldProps["onChange"];
}

function RightMark({ question, choice, group, label, onChange }: RightMarkProps) {
  const Mark = question.is_multiple ? Checkbox : Radio;
  return (
    <Mark
      name={group}
      size="md"
      mt={9}
      color="var(--salle-success)"
      aria-label={label}
      checked={choice.is_right}
      onChange={({ currentTarget: { checked } }) => {
        onChange((now) => withRight(now, choice.id, checked));
      }}
    />
  );
}
