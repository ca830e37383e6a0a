import { useMediaQuery } from "@mantine/hooks";
import { createFileRoute, useNavigate } from "@tanstack/react-router";

import { Calendar } from "~/features/scheduling/calendar/Calendar";
import type { View } from "~/features/scheduling/calendar/layout";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { ownZone, wallAt } from "~/features/scheduling/times/zones";

interface Search {
  readonly view?: View;
  readonly day?: string;
  readonly mine?: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const VIEWS: readonly View[] = ["month", "week", "day", "list"];

/** `/calendar?view=week&day=2027-03-02` */
export const Route = createFileRoute("/_app/calendar")({
  validateSearch: ({ view, day, mine }: Record<string, unknown>): Search => {
    const known = VIEWS.find((each) => each === view);
    return {
      ...(known && { view: known }),
      ...(isDay(day) && { day }),
      ...(mine === true && { mine }),
    };
  },
  component: CalendarPage,
});

function isDay(text: unknown): text is string {
  return typeof text === "string" && DAY.test(text) && !Number.isNaN(Date.parse(text));
}

function CalendarPage() {
  const navigate = useNavigate();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, {
    getInitialValueInEffect: false,
  });
  const { view, day, mine = false } = Route.useSearch();
  const place = {
    view: view ?? (isNarrow ? "list" : "week"),
    day: day ?? wallAt(serverNow(), ownZone()).date,
    mine,
  };
  return (
    <Calendar
      place={place}
      onGo={({ mine: onlyMine, ...next }) =>
        void navigate({ to: "/calendar", search: { ...next, ...(onlyMine && { mine: true }) } })
      }
      onNew={(search) => void navigate({ to: "/sessions/new", search })}
    />
  );
}
