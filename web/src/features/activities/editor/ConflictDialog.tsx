import { Badge, Button, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Draft, DraftState } from "~/features/activities/editor/draft";
import classes from "~/features/activities/editor/Editor.module.css";
import { type Plan, planOf, type Question } from "~/features/activities/editor/plan";
import { notifyUndo } from "~/ui/notify";
import { useMoment } from "~/ui/useMoment";

interface ConflictDialogProps {
  readonly draft: Draft;
  readonly state: DraftState;
}

/** Two people, or two windows, changed the same activity: nothing is overwritten unasked. */
export function ConflictDialog({ draft, state: { plan, theirs } }: ConflictDialogProps) {
  const { t } = useTranslation("activities");
  const moment = useMoment();

  function takeTheirs() {
    const mine = plan;
    draft.takeTheirs();
    notifyUndo(t("conflict.theirs_taken"), () => {
      draft.change(() => mine);
    });
  }

  return (
    <Modal
      opened={theirs !== null}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={t("conflict.title")}
    >
      {theirs && (
        <Stack>
          {/* Not a button: somebody was typing, and the next Enter must decide nothing. */}
          <Text tabIndex={-1} data-autofocus>
            {t("conflict.text", { when: moment(theirs.updated_at) })}
          </Text>
          <div className={classes["versions"]}>
            <Version
              name={t("conflict.mine")}
              plan={plan}
              other={planOf(theirs)}
              verb={t("conflict.keep_mine")}
              onPick={draft.keepMine}
            />
            <Version
              name={t("conflict.theirs")}
              plan={planOf(theirs)}
              other={plan}
              verb={t("conflict.take_theirs")}
              onPick={takeTheirs}
            />
          </div>
        </Stack>
      )}
    </Modal>
  );
}

interface VersionProps {
  readonly name: string;
  readonly plan: Plan;
  readonly other: Plan;
  readonly verb: string;
  readonly onPick: () => void;
}

function Version({ name, plan, other, verb, onPick }: VersionProps) {
  const { t } = useTranslation("activities");
  return (
    <section className={classes["version"]} aria-label={name}>
      <h3>{name}</h3>
      <Text fw={650}>{plan.title}</Text>
      <ol>
        {plan.questions.map((question) => (
          <li key={question.id}>
            {question.text.trim() === "" ? t("editor.without_text") : question.text}{" "}
            {differs(question, other) && (
              <Badge variant="light" color="link" tt="none" size="sm">
                {t("conflict.differs")}
              </Badge>
            )}
          </li>
        ))}
      </ol>
      <Button variant="default" onClick={onPick}>
        {verb}
      </Button>
    </section>
  );
}

function differs(question: Question, other: Plan): boolean {
  const there = other.questions.find(({ id }) => id === question.id);
  return JSON.stringify(there) !== JSON.stringify(question);
}
