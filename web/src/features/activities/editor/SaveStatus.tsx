import { Button, UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconCloudOff,
  IconCloudUpload,
  IconDeviceLaptop,
} from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { asApiError } from "~/api/errors";
import type { Draft, DraftState } from "~/features/activities/editor/draft";
import classes from "~/features/activities/editor/Editor.module.css";
import { isComplete } from "~/features/activities/editor/plan";
import { announce } from "~/ui/announcer";
import { useErrorText } from "~/ui/errorText";

interface SaveStatusProps {
  readonly draft: Draft;
  readonly state: DraftState;
  readonly onShowIncomplete: () => void;
}

/** Says "saved" only when the server has it. Only trouble is said aloud. */
export function SaveStatus({ draft, state, onShowIncomplete }: SaveStatusProps) {
  const { t } = useTranslation("activities");
  const errorText = useErrorText();
  const { saving, error } = state;
  const unreachable = t("save.unreachable");
  const isDeleted = saving === "refused" && asApiError(error).code === "activity.not_found";
  const refusal = isDeleted ? t("save.deleted") : errorText(error);
  const refused = saving === "refused" ? refusal : "";
  useEffect(() => {
    if (saving === "unreachable") announce(unreachable);
    if (saving === "refused") announce(refused);
  }, [saving, unreachable, refused]);

  switch (saving) {
    case "waits":
    case "saves":
      return <Line icon={<IconCloudUpload size={18} aria-hidden />}>{t("save.saving")}</Line>;
    case "unreachable":
      return (
        <Line
          icon={<IconCloudOff size={18} aria-hidden />}
          kind="trouble"
          action={<Retry onClick={draft.save}>{t("save.retry")}</Retry>}
        >
          {unreachable}
        </Line>
      );
    case "refused":
      return (
        <Line
          icon={<IconAlertTriangle size={18} aria-hidden />}
          kind="trouble"
          action={
            isDeleted ? (
              <Retry onClick={draft.restore}>{t("save.restore")}</Retry>
            ) : (
              <Retry onClick={draft.save}>{t("save.retry")}</Retry>
            )
          }
        >
          {refused}
        </Line>
      );
    case "stale":
      return <Line icon={<IconAlertTriangle size={18} aria-hidden />}>{t("save.stale")}</Line>;
    case "rests":
      return <AtRest state={state} onShowIncomplete={onShowIncomplete} />;
  }
}

function AtRest({ state: { plan, id }, onShowIncomplete }: Omit<SaveStatusProps, "draft">) {
  const { t } = useTranslation("activities");
  if (isComplete(plan)) {
    return (
      <Line icon={<IconCheck size={18} aria-hidden />} kind="good">
        {t("save.saved")}
      </Line>
    );
  }
  return (
    <UnstyledButton className={classes["status"]} onClick={onShowIncomplete}>
      <IconDeviceLaptop size={18} aria-hidden />
      <span>{id === null ? t("save.on_device") : t("save.partly")}</span>
    </UnstyledButton>
  );
}

interface LineProps {
  readonly icon: ReactNode;
  readonly kind?: "good" | "trouble";
  readonly action?: ReactNode;
  readonly children: string;
}

function Line({ icon, kind, action, children }: LineProps) {
  return (
    <div className={classes["status"]} data-kind={kind}>
      {icon}
      <span>{children}</span>
      {action}
    </div>
  );
}

interface RetryProps {
  readonly onClick: () => void;
  readonly children: string;
}

function Retry({ onClick, children }: RetryProps) {
  return (
    <Button size="compact-sm" variant="default" onClick={onClick}>
      {children}
    </Button>
  );
}
