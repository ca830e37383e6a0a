import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { editEvent, eventValuesOf } from "~/features/scheduling/events/changes";
import { EventForm } from "~/features/scheduling/events/EventForm";
import type { Event } from "~/features/scheduling/queries";
import { notifyDone } from "~/ui/notify";
import { PageTitle } from "~/ui/PageTitle";

interface EditEventPageProps {
  readonly event: Event;
}

export function EditEventPage({ event }: EditEventPageProps) {
  const { t } = useTranslation("scheduling");
  const navigate = useNavigate();
  // What it was when one began: a change by somebody else meanwhile is refused, not overwritten.
  const [before] = useState({ event, values: eventValuesOf(event) });
  const leave = () => void navigate({ to: "/e/$id", params: { id: event.id } });
  return (
    <>
      <PageTitle lead={event.title}>{t("event.edit")}</PageTitle>
      <EventForm
        initialValues={before.values}
        send={(values) => editEvent(before.event, values, before.values)}
        verb={t("form.save")}
        onDone={() => {
          notifyDone(t("form.saved"));
          leave();
        }}
        onLeave={leave}
      />
    </>
  );
}
