import { Badge } from "@mantine/core";

import { useEventNames } from "~/features/scheduling/events/names";
import type { EventCard } from "~/features/scheduling/queries";
import classes from "~/features/scheduling/StatusBadge.module.css";

interface EventBadgeProps {
  readonly status: EventCard["status"];
}

export function EventBadge({ status }: EventBadgeProps) {
  const names = useEventNames();
  return (
    <Badge variant="outline" radius="sm" className={classes[status] ?? ""}>
      {names.status(status)}
    </Badge>
  );
}
