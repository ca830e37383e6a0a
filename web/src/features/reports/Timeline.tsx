import {
  IconChartBar,
  IconDoor,
  IconDoorExit,
  IconHandStop,
  IconPresentation,
  IconSettings,
  IconUserMinus,
  IconUserPlus,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Report } from "~/features/reports/queries";
import { type Line, linesOf, type Names } from "~/features/reports/timeline";
import classes from "~/features/reports/Timeline.module.css";
import { useTimes } from "~/features/reports/times";

interface TimelineProps {
  readonly report: Report;
  readonly names: Names;
}

/** The class, told line by line. */
export function Timeline({ report, names }: TimelineProps) {
  const { t } = useTranslation("reports");
  const times = useTimes();
  const wordsOf = useWords(names);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t("timeline.title")}</h2>
      <ol className={classes["timeline"]}>
        {linesOf(report.timeline).map((line, index) => {
          const words = wordsOf(line);
          if (words === null) return null;
          const Icon = iconOf(line.type);
          return (
            // oxlint-disable-next-line react/no-array-index-key -- the past does not change
            <li key={index} data-type={line.type}>
              <time dateTime={line.at}>{times.clock(line.at)}</time>
              <span className={classes["icon"]} aria-hidden>
                <Icon size={18} />
              </span>
              <span>{words}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function iconOf(type: string) {
  if (type.startsWith("activity_")) return IconChartBar;
  if (type.startsWith("hand_")) return IconHandStop;
  switch (type) {
    case "class_launched":
      return IconDoor;
    case "class_ended":
      return IconDoorExit;
    case "joined":
      return IconUserPlus;
    case "left":
    case "kicked":
      return IconUserMinus;
    case "slide_shown":
      return IconPresentation;
    default:
      return IconSettings;
  }
}

/** A line in words; null for what this version does not know. */
function useWords(names: Names): (line: Line) => string | null {
  const { t, i18n } = useTranslation("reports");
  const list = new Intl.ListFormat(i18n.language, { type: "unit" });
  return ({ type, who, data }) => {
    const people = list.format(who.map((id) => names.person(id) || t("timeline.somebody")));
    const question = names.question(data["run_id"], data["question_id"]);
    const title = data["title"] ?? names.activity(data["run_id"]);
    switch (type) {
      case "class_launched":
        return t("timeline.class_launched", { people });
      case "class_ended":
        return ended(data["reason"]);
      case "joined":
        return t("timeline.joined", { people });
      case "left":
        return t("timeline.left", { people });
      case "kicked":
        return data["reason"]
          ? t("timeline.kicked_for", { people, reason: data["reason"] })
          : t("timeline.kicked", { people });
      case "hand_raised":
        return t("timeline.hand_raised", { people });
      case "hand_acknowledged":
        return t("timeline.hand_acknowledged", { people });
      case "slide_shown":
        return slide(data["page_id"]);
      case "params_changed":
        return t("timeline.params_changed");
      case "room_renamed":
        return t("timeline.room_renamed", { name: data["name"] });
      case "activity_started":
        return data["kind"] === "quiz"
          ? t("timeline.quiz_started", { title })
          : t("timeline.poll_started", { title });
      case "activity_question_shown":
        return t("timeline.question_shown", { question });
      case "activity_closed":
        return t("timeline.answers_closed", { question });
      case "activity_results_shown":
        return t("timeline.results_shown", { question });
      case "activity_finished":
        return t("timeline.activity_finished", { title });
      case "activity_put_away":
        return t("timeline.activity_put_away", { title });
      default:
        return null;
    }
  };

  function ended(reason: string | undefined): string {
    switch (reason) {
      case "trainer_gone":
        return t("timeline.ended_by_itself");
      case "time_over":
        return t("timeline.ended_in_time");
      case "admin":
        return t("timeline.ended_by_admin");
      default:
        return t("timeline.ended_by_trainer");
    }
  }

  function slide(pageId: string | undefined): string {
    const page = names.page(pageId);
    if (page === null) return t("timeline.slide_shown");
    return page.name === ""
      ? t("timeline.slide_number", { number: page.number })
      : t("timeline.slide_name", page);
  }
}
