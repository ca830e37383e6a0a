import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/panel/People.module.css";
import { orderPeople } from "~/features/room/panel/people";
import { PersonRow, rowOf } from "~/features/room/panel/PersonRow";
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
  const onFloor = useFocusOnGiven(hands);
  const isAlone = hands.length + here.length + away.length === 0;
  return (
    <div className={classes["people"]}>
      {trainer && (
        <ul className={classes["list"]} aria-label={t("people.trainer")}>
          <PersonRow person={trainer} onWriteTo={onWriteTo} onFloor={onFloor} />
        </ul>
      )}
      <PeopleGroup
        title={t("people.hands", { count: hands.length })}
        people={hands}
        onWriteTo={onWriteTo}
        onFloor={onFloor}
      />
      <PeopleGroup
        title={
          hands.length === 0
            ? t("people.here", { count: here.length })
            : t("people.others_here", { count: here.length })
        }
        people={here}
        onWriteTo={onWriteTo}
        onFloor={onFloor}
      />
      <PeopleGroup
        title={t("people.away", { count: away.length })}
        people={away}
        onWriteTo={onWriteTo}
        onFloor={onFloor}
      />
      {isTrainer && isAlone && <EmptyState picture="door">{t("people.nobody_yet")}</EmptyState>}
    </div>
  );
}

/**
 * With a hand that was acknowledged goes the button that had the focus: it moves on to the person.
 * Returns what is to be told whom the floor is given to.
 */
function useFocusOnGiven(hands: readonly Participant[]) {
  const given = useRef<string | null>(null);
  useEffect(() => {
    const id = given.current;
    if (id === null || hands.some((person) => person.id === id)) return;
    given.current = null;
    if (document.activeElement === document.body) document.getElementById(rowOf(id))?.focus();
  }, [hands]);
  return (id: string) => {
    given.current = id;
  };
}

interface PeopleGroupProps extends PeopleProps {
  readonly onFloor: (participantId: string) => void;
  readonly title: string;
  readonly people: readonly Participant[];
}

function PeopleGroup({ title, people, ...on }: PeopleGroupProps) {
  if (people.length === 0) return null;
  return (
    <section>
      <h2 className={classes["heading"]}>{title}</h2>
      <ol className={classes["list"]}>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} {...on} />
        ))}
      </ol>
    </section>
  );
}
