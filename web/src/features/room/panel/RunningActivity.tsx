import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { usePercent } from "~/features/activities/run/usePercent";
import classes from "~/features/room/panel/Activities.module.css";
import { fullName, orderPeople } from "~/features/room/panel/people";
import { RoomPersonMark } from "~/features/room/RoomPersonMark";
import { useSlice } from "~/features/room/seat";
import type { Activity } from "~/live/frames";

interface RunningActivityProps {
  readonly activity: Activity;
}

/** Who is still thinking, and who has scored what: for the trainer alone. */
export function RunningActivity({ activity }: RunningActivityProps) {
  const { t } = useTranslation("room");
  return (
    <section className={classes["running"]} aria-label={activity.title}>
      <h2>{activity.title}</h2>
      {activity.phase === "answering" || activity.phase === "closed" ? (
        <StillThinking isOpen={activity.phase === "answering"} />
      ) : (
        activity.kind === "quiz" && <Scores />
      )}
      {activity.kind === "poll" && activity.phase === "finished" && (
        <p>{t("run.took_part", { count: activity.summary?.answered ?? 0 })}</p>
      )}
    </section>
  );
}

function StillThinking({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useTranslation("room");
  const answers = useSlice("answers") ?? {};
  const { hands, here } = orderPeople(useSlice("people") ?? {});
  const waiting = [...hands, ...here].filter(({ id }) => !(id in answers));
  if (waiting.length === 0) return <p>{t("activities.everyone_answered")}</p>;
  return (
    <>
      <p>{isOpen ? t("activities.waiting_for") : t("activities.without_answer")}</p>
      <ul className={classes["waiting"]}>
        {waiting.map((person) => (
          <li key={person.id}>
            <RoomPersonMark person={person} size={24} />
            {fullName(person)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Scores() {
  const { t } = useTranslation("room");
  const percent = usePercent();
  const people = useSlice("people") ?? {};
  const scores = Object.entries(useSlice("scores") ?? {})
    .flatMap(([id, score]) => {
      const person = people[id];
      return person ? { person, score } : [];
    })
    .toSorted((one, other) => other.score - one.score);
  if (scores.length === 0) return <p>{t("activities.no_scores")}</p>;
  return (
    <Table verticalSpacing={6} horizontalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("activities.person")}</Table.Th>
          <Table.Th scope="col" ta="end">
            {t("activities.score")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {scores.map(({ person, score }) => (
          <Table.Tr key={person.id}>
            <Table.Td>{fullName(person)}</Table.Td>
            <Table.Td ta="end" className="tabular">
              {percent(score)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
