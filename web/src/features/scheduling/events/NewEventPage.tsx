import { useNavigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createEvent, newEventValues } from "~/features/scheduling/events/changes";
import { EventForm } from "~/features/scheduling/events/EventForm";
import { addDays } from "~/features/scheduling/times/days";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { ownZone, wallAt } from "~/features/scheduling/times/zones";
import { notifyDone } from "~/ui/notify";
import { PageTitle } from "~/ui/PageTitle";

export function NewEventPage() {
  const { t } = useTranslation("scheduling");
  const navigate = useNavigate();
  const { history } = useRouter();
  const [initialValues] = useState(() =>
    newEventValues(addDays(wallAt(serverNow(), ownZone()).date, 7)),
  );
  return (
    <>
      <PageTitle lead={t("event.new_lead")}>{t("events.new")}</PageTitle>
      <EventForm
        initialValues={initialValues}
        send={createEvent}
        verb={t("event.create")}
        onDone={({ id }) => {
          notifyDone(t("event.created"));
          void navigate({ to: "/e/$id", params: { id } });
        }}
        onLeave={() => {
          history.back();
        }}
      />
    </>
  );
}
