import { Anchor, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { CapsuleTile } from "~/features/capsules/CapsuleTile";
import { latestCapsulesQuery } from "~/features/capsules/queries";
import { useNewCapsule } from "~/features/capsules/useNewCapsule";
import { recentReportsQuery } from "~/features/reports/queries";
import { openRoomsQuery } from "~/features/room/openRooms";
import { FirstSteps } from "~/routes/-home/FirstSteps";
import classes from "~/routes/-home/home.module.css";
import { lastUsed } from "~/routes/-home/lastUsed";
import { NextCapsule } from "~/routes/-home/NextCapsule";
import { Section } from "~/routes/-home/Section";

const SHOWN = 6;

/** What one may launch next: large what was used last, unless a class is on, then the latest. */
export function Capsules() {
  const { t } = useTranslation();
  const { capsules } = useSuspenseQuery(latestCapsulesQuery).data;
  // Other parts fetch these. Without them, this part says a little less.
  const { data: open } = useQuery({ ...openRoomsQuery, enabled: false });
  const { data: recent } = useQuery({ ...recentReportsQuery, enabled: false });
  const isInClass = open !== undefined && open.rooms.length > 0;
  const next = isInClass ? undefined : lastUsed(capsules, recent?.reports ?? []);
  const others = capsules.filter((capsule) => capsule !== next).slice(0, SHOWN);

  if (capsules.length === 0 && !isInClass) return <FirstSteps />;
  return (
    <>
      {next && <NextCapsule capsule={next} />}
      <Section
        title={t("places.capsules")}
        more={
          <Anchor renderRoot={(props) => <Link to="/capsules" {...props} />}>
            {t("home.all_capsules")}
          </Anchor>
        }
      >
        <ul className={classes["tiles"]}>
          {others.map((capsule) => (
            <CapsuleTile key={capsule.id} capsule={capsule} />
          ))}
          {others.length < SHOWN && <NewTile />}
        </ul>
      </Section>
    </>
  );
}

function NewTile() {
  const { t } = useTranslation("capsules");
  const { isCreating, create } = useNewCapsule();
  return (
    <li className={classes["new"]}>
      <UnstyledButton disabled={isCreating} onClick={create}>
        <IconPlus aria-hidden />
        {t("list.new")}
      </UnstyledButton>
    </li>
  );
}
