import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Score } from "~/features/activities/run/Score";
import classes from "~/features/room/closing/closing.module.css";
import { NoticePage } from "~/features/room/closing/NoticePage";
import { ownResults } from "~/features/room/results";
import type { Seat } from "~/features/room/seat";

interface ClosingPageProps {
  /** Of the class; null if it was over before one came. */
  readonly title: string | null;
  /** Null for those who were not in. */
  readonly seat: Pick<Seat, "room_id" | "role"> | null;
}

/** The class is over: thanks, what one reached, and for the trainer the way to the report. */
export function ClosingPage({ title, seat }: ClosingPageProps) {
  const { t } = useTranslation(["room", "common"]);
  const results = seat ? ownResults(seat.room_id) : [];
  return (
    <NoticePage title={t("closing.title")} action={action()}>
      <Stack gap="lg">
        <Text>{words()}</Text>
        {results.length > 0 && (
          <div className={classes["results"]}>
            {results.map((result) => (
              <Score key={result.run_id} label={result.title} score={result.score} isMain />
            ))}
          </div>
        )}
      </Stack>
    </NoticePage>
  );

  function words() {
    if (seat?.role === "trainer") return t("closing.trainer");
    if (seat === null) return t("closing.late");
    return title === null ? t("closing.thanks_all") : t("closing.thanks", { title });
  }

  function action() {
    if (seat?.role === "screen") return null;
    if (seat?.role === "trainer") {
      return (
        <Button component="a" href={`/reports/${seat.room_id}`}>
          {t("closing.report")}
        </Button>
      );
    }
    return (
      <Button component="a" href="/" variant="default">
        {t("common:back_home")}
      </Button>
    );
  }
}
