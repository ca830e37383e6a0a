import { useMediaQuery } from "@mantine/hooks";
import { createFileRoute, useNavigate } from "@tanstack/react-router";

import { Calendar } from "~/features/scheduling/calendar/Calendar";
import type { View } from "~/features/scheduling/calendar/layout";
import { isDay } from "~/features/scheduling/times/days";
import { serverNow } from "~/features/scheduling/times/serverClock";
import { ownZone, wallAt } from "~/features/scheduling/times/zones";

interface Search {
  readonly view?: View;
  readonly day?: string;
  readonly mine?: boolean;
}

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
