import { useTranslation } from "react-i18next";

import classes from "~/features/room/panel/People.module.css";
import { orderPeople } from "~/features/room/panel/people";
import { PersonRow } from "~/features/room/panel/PersonRow";
import { useIsTrainer, useSlice } from "~/features/room/seat";
import type { Participant } from "~/live/frames";
import { EmptyState } from "~/ui/EmptyState";

interface PeopleProps {
  readonly onWriteTo: (participantId: string) => void;
}

export function People({ onWriteTo }: PeopleProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const { trainer, hands, here, away } = orderPeople(useSlice("people") ?? {});
  const isAlone = hands.length + here.length + away.length === 0;
  return (
    <div className={classes["people"]}>
      {trainer && (
        <ul className={classes["list"]} aria-label={t("people.trainer")}>
          <PersonRow person={trainer} onWriteTo={onWriteTo} />
        </ul>
      )}
      <PeopleGroup
        title={t("people.hands", { count: hands.length })}
        people={hands}
        onWriteTo={onWriteTo}
      />
      <PeopleGroup
        title={
          hands.length === 0
            ? t("people.here", { count: here.length })
            : t("people.others_here", { count: here.length })
        }
        people={here}
        onWriteTo={onWriteTo}
      />
      <PeopleGroup
        title={t("people.away", { count: away.length })}
        people={away}
        onWriteTo={onWriteTo}
      />
      {isTrainer && isAlone && <EmptyState picture="door">{t("people.nobody_yet")}</EmptyState>}
    </div>
  );
}

interface PeopleGroupProps extends PeopleProps {
  readonly title: string;
  readonly people: readonly Participant[];
}

function PeopleGroup({ title, people, onWriteTo }: PeopleGroupProps) {
  if (people.length === 0) return null;
  return (
    <section>
      <h2 className={classes["heading"]}>{title}</h2>
      <ol className={classes["list"]}>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} onWriteTo={onWriteTo} />
        ))}
      </ol>
    </section>
  );
}
