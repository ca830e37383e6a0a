import { useNavigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createSessions } from "~/features/scheduling/form/save";
import { SessionForm } from "~/features/scheduling/form/SessionForm";
import { atFields, type Begun, newValues } from "~/features/scheduling/form/values";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { addDays } from "~/features/scheduling/times/days";
import { ownZone, wallAt } from "~/features/scheduling/times/zones";
import { notifyDone } from "~/ui/notify";
import { PageTitle } from "~/ui/PageTitle";
import { useApiForm } from "~/ui/useApiForm";

interface NewSessionPageProps {
  readonly begun: Begun;
}

export function NewSessionPage({ begun }: NewSessionPageProps) {
  const { t } = useTranslation("scheduling");
  const navigate = useNavigate();
  const { history } = useRouter();
  const [initialValues] = useState(() =>
    newValues(begun, addDays(wallAt(serverNow(), ownZone()).date, 1)),
  );
  const state = useApiForm({
    initialValues,
    send: (values) =>
      createSessions(values).catch((failure: unknown) => {
        throw atFields(failure);
      }),
    onDone: async ({ id, count }) => {
      notifyDone(t("form.made", { count }));
      await (id === null
        ? navigate({ to: "/calendar" })
        : navigate({ to: "/sessions/$id", params: { id } }));
    },
  });
  return (
    <>
      <PageTitle>{t("form.new")}</PageTitle>
      <SessionForm
        state={state}
        verb={t("form.create")}
        onLeave={() => {
          history.back();
        }}
      />
    </>
  );
}
