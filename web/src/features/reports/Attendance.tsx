import { Badge, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";

import classes from "~/features/reports/Attendance.module.css";
import type { AttendanceRow, Report } from "~/features/reports/queries";
import page from "~/features/reports/Report.module.css";
import { ScrollRegion } from "~/features/reports/ScrollRegion";
import { saveAttendanceSheet } from "~/features/reports/sheets";
import table from "~/features/reports/table.module.css";
import { fullName } from "~/features/reports/timeline";
import { axisMarks, placeOn, useTimes } from "~/features/reports/times";
import { PersonMark } from "~/ui/PersonMark";
import { SheetButton } from "~/ui/SheetButton";

interface AttendanceProps {
  readonly report: Report;
}

/** Who was here, and when: one bar per person on the time of the class. */
export function Attendance({ report }: AttendanceProps) {
  const { t } = useTranslation("reports");
  const times = useTimes();
  const from = Date.parse(report.started_at);
  const to = Date.parse(report.ended_at);
  const marks = axisMarks(from, to);
  return (
    <section aria-labelledby="attendance">
      <div className={page["sectionHead"]}>
        <h2 id="attendance">{t("attendance.title")}</h2>
        <SheetButton
          className={page["unprinted"] ?? ""}
          aria-label={t("attendance.save")}
          save={() => saveAttendanceSheet(report.room_id)}
        >
          {t("csv")}
        </SheetButton>
      </div>
      <ScrollRegion labelledBy="attendance">
        <table className={table["table"]} data-attendance>
          <thead>
            <tr>
              <th scope="col">{t("attendance.person")}</th>
              <th scope="col" className={table["presence"]}>
                <VisuallyHidden>{t("attendance.presence")}</VisuallyHidden>
                <div className={classes["axis"]} aria-hidden>
                  {marks.map((mark) => (
                    <span key={mark} style={{ insetInlineStart: place(from, to, mark) }}>
                      {times.clock(mark)}
                    </span>
                  ))}
                </div>
              </th>
              <th scope="col">{t("attendance.first")}</th>
              <th scope="col">{t("attendance.last")}</th>
              <th scope="col">{t("attendance.time")}</th>
            </tr>
          </thead>
          <tbody>
            {report.attendance.map((row) => (
              <Person key={row.participant_id} row={row} from={from} to={to} marks={marks} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function place(from: number, to: number, time: number): string {
  return `${placeOn(from, to, time) * 100}%`;
}

interface PersonProps {
  readonly row: AttendanceRow;
  readonly from: number;
  readonly to: number;
  readonly marks: readonly number[];
}

function Person({ row, from, to, marks }: PersonProps) {
  const { t } = useTranslation("reports");
  const times = useTimes();
  const name = fullName(row);
  const first = row.intervals[0];
  const last = row.intervals.at(-1);
  return (
    <tr>
      <th scope="row">
        <span className={classes["person"]}>
          <PersonMark id={row.participant_id} colour={row.colour} name={name} size={32} />
          <span>
            <span className={classes["name"]}>
              {name}
              {row.role === "trainer" && (
                <Badge variant="light" color="link" tt="none" size="sm">
                  {t("attendance.trainer")}
                </Badge>
              )}
            </span>
            {row.organisation !== "" && <span className={page["quiet"]}>{row.organisation}</span>}
            {typeof row.kicked_for === "string" && (
              <span className={classes["kicked"]}>
                {row.kicked_for === ""
                  ? t("attendance.kicked")
                  : t("attendance.kicked_for", { reason: row.kicked_for })}
              </span>
            )}
          </span>
        </span>
      </th>
      <td className={table["presence"]}>
        <VisuallyHidden>
          {first
            ? row.intervals.map((each) => times.span(each.joined_at, each.left_at)).join(", ")
            : t("attendance.never")}
        </VisuallyHidden>
        <div className={classes["track"]} data-role={row.role} aria-hidden>
          {marks.map((mark) => (
            <i key={mark} style={{ insetInlineStart: place(from, to, mark) }} />
          ))}
          {row.intervals.map((each) => (
            <span
              key={each.joined_at}
              title={times.span(each.joined_at, each.left_at)}
              style={{
                insetInlineStart: place(from, to, Date.parse(each.joined_at)),
                insetInlineEnd: `${(1 - placeOn(from, to, Date.parse(each.left_at))) * 100}%`,
              }}
            />
          ))}
        </div>
      </td>
      <td data-label={t("attendance.first")}>{first ? times.clock(first.joined_at) : "–"}</td>
      <td data-label={t("attendance.last")}>{last ? times.clock(last.left_at) : "–"}</td>
      <td className={table["strong"]}>{times.duration(row.seconds_present)}</td>
    </tr>
  );
}
