import { Alert, Button, Group, Radio, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { asApiError } from "~/api/errors";
import { queries } from "~/api/queries";
import { countExpected, editSession } from "~/features/scheduling/form/save";
import { SessionForm } from "~/features/scheduling/form/SessionForm";
import {
  atFields,
  changesOf,
  type SessionValues,
  valuesOf,
} from "~/features/scheduling/form/values";
import { type Scope, type Session, sessionQuery } from "~/features/scheduling/queries";
import { useAsked } from "~/features/scheduling/useAsked";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";
import { PageTitle } from "~/ui/PageTitle";
import { useApiForm } from "~/ui/useApiForm";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface EditSessionPageProps {
  readonly session: Session;
  /** Begins anew from what is there now. */
  readonly onReload: () => void;
}

export function EditSessionPage({ session, onReload }: EditSessionPageProps) {
  const { t } = useTranslation(["scheduling", "common"]);
  const navigate = useNavigate();
  const { id } = session;
  const [before] = useState(() => valuesOf(session));
  const version = useRef(session.version);
  const [scope, setScope] = useState<Scope>("one");
  const notifyError = useErrorNotification();
  const { ask, dialog } = useAsked();

  async function send(values: SessionValues): Promise<boolean> {
    const changes = changesOf(values, before);
    const isMoved = "start_time" in changes || "duration_minutes" in changes;
    const expected = isMoved ? await countExpected(id) : 0;
    if (
      expected > 0 &&
      !(await ask({
        title: t("form.move_title"),
        consequence: t("move.consequence", { count: expected }),
        verb: t("form.save"),
      }))
    ) {
      return false;
    }
    await editSession({ id, version: version.current, scope }, changes);
    return true;
  }

  const leave = () => void navigate({ to: "/sessions/$id", params: { id } });
  const state = useApiForm({
    initialValues: before,
    send: (values) =>
      send(values).catch((failure: unknown) => {
        throw atFields(failure);
      }),
    onDone: (isSaved) => {
      if (!isSaved) return;
      notifyDone(t("form.saved"));
      leave();
    },
  });
  const isStale = asApiError(state.error).code === "session.stale";

  async function keepMine() {
    const latest = await queries.fetchQuery({ ...sessionQuery(id), staleTime: 0 });
    version.current = latest.version;
    state.submit();
  }

  return (
    <>
      <PageTitle lead={session.title}>{t("form.edit")}</PageTitle>
      <SessionForm
        state={state}
        session={session}
        verb={t("form.save")}
        onLeave={leave}
        notice={
          isStale ? (
            <Stale
              onReload={onReload}
              onKeep={() => {
                keepMine().catch(notifyError);
              }}
            />
          ) : (
            <>
              {session.series_id !== null && <ScopeChoice scope={scope} onPick={setScope} />}
              <ErrorNotice error={state.error} />
            </>
          )
        }
      />
      {dialog}
    </>
  );
}

interface StaleProps {
  readonly onReload: () => void;
  readonly onKeep: () => void;
}

/** Somebody else was quicker: nothing is lost before one has chosen. */
function Stale({ onReload, onKeep }: StaleProps) {
  const { t } = useTranslation("scheduling");
  return (
    <Alert color="danger" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="sm">
        <Text>{t("stale.says")}</Text>
        <Group gap="xs">
          <Button size="sm" variant="default" onClick={onReload}>
            {t("stale.theirs")}
          </Button>
          <Button size="sm" variant="default" onClick={onKeep}>
            {t("stale.mine")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface ScopeChoiceProps {
  readonly scope: Scope;
  readonly onPick: (scope: Scope) => void;
}

/** Of a series: how much of it a change is for. */
export function ScopeChoice({ scope, onPick }: ScopeChoiceProps) {
  const { t } = useTranslation("scheduling");
  const scopes: readonly { value: Scope; label: string }[] = [
    { value: "one", label: t("scope.one") },
    { value: "following", label: t("scope.following") },
    { value: "all", label: t("scope.all") },
  ];
  return (
    <Radio.Group
      label={t("scope.label")}
      value={scope}
      onChange={(picked) => onPick(scopes.find(({ value }) => value === picked)?.value ?? "one")}
    >
      <Stack gap="xs" mt={4}>
        {scopes.map(({ value, label }) => (
          <Radio key={value} value={value} label={label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
