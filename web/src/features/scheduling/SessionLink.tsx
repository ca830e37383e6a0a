import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { SessionCard } from "~/features/scheduling/queries";
import { useSeats } from "~/features/scheduling/SessionFacts";
import classes from "~/features/scheduling/SessionLink.module.css";
import { StatusBadge } from "~/features/scheduling/StatusBadge";
import { useWhen } from "~/features/scheduling/times/when";
import rows from "~/ui/OpeningRow.module.css";

interface SessionLinkProps {
  readonly session: SessionCard;
  /** To the page for those who lead, where the reader does. */
  readonly isToManage?: boolean;
  /** At the end of the row. */
  readonly aside?: ReactNode;
}

/** A row that opens a session: the day as on a calendar leaf, then what it is. */
export function SessionLink({ session, isToManage = false, aside }: SessionLinkProps) {
  const when = useWhen();
  const seats = useSeats(session);
  const { id, title, start_time, time_zone, instructor_name } = session;
  const link = `${rows["link"]} ${classes["link"]}`;
  const words = (
    <>
      <StatusBadge session={session} />
      <span className={rows["title"]}>{title}</span>
    </>
  );
  return (
    <li className={`${rows["row"]} ${classes["row"]}`}>
      <div className={classes["words"]}>
        {isToManage ? (
          <Link to="/sessions/$id" params={{ id }} className={link}>
            {words}
          </Link>
        ) : (
          <Link to="/s/$id" params={{ id }} className={link}>
            {words}
          </Link>
        )}
        <span className={classes["facts"]}>
          <span>
            {when.day(start_time, time_zone)}, {when.span(session, time_zone)}
          </span>
          <span>{[instructor_name, seats ?? ""].filter((text) => text !== "").join(" · ")}</span>
        </span>
      </div>
      {aside}
    </li>
  );
}
