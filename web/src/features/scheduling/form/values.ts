import type { components } from "~/api/schema";
import { ApiError, asApiError, type FieldProblem } from "~/api/errors";
import { NO_REPEAT, type Repeat } from "~/features/scheduling/form/repeat";
import type { Session } from "~/features/scheduling/queries";
import { instantOf, ownZone, wallAt } from "~/features/scheduling/times/zones";

type Edited = components["schemas"]["EditedSession"];
type NewSession = components["schemas"]["NewSession"];

export type WhoSees = "public" | "members" | "invited";

/** A session as it is typed. */
export interface SessionValues extends Record<string, unknown> {
  title: string;
  description: string;
  event_id: string | null;
  capsule_id: string | null;
  date: string;
  time: string;
  time_zone: string;
  duration_minutes: number | string;
  capacity: number | string;
  who_sees: WhoSees;
  chat_enabled: boolean;
  tags: string[];
  topics: string[];
  skill_level: string;
  assistant_ids: string[];
  repeat: Repeat;
}

/** What a link into the form may say already. */
export interface Begun {
  readonly date?: string | undefined;
  readonly time?: string | undefined;
  readonly capsule?: string | undefined;
  readonly event?: string | undefined;
}

const USUAL_TIME = "14:00";
const USUAL_MINUTES = 60;

export function newValues(begun: Begun, tomorrow: string): SessionValues {
  return {
    title: "",
    description: "",
    event_id: begun.event ?? null,
    capsule_id: begun.capsule ?? null,
    date: begun.date ?? tomorrow,
    time: begun.time ?? USUAL_TIME,
    time_zone: ownZone(),
    duration_minutes: USUAL_MINUTES,
    capacity: "",
    who_sees: "members",
    chat_enabled: true,
    tags: [],
    topics: [],
    skill_level: "",
    assistant_ids: [],
    repeat: NO_REPEAT,
  };
}

export function valuesOf(session: Session): SessionValues {
  return {
    ...wallAt(Date.parse(session.start_time), session.time_zone),
    title: session.title,
    description: session.description,
    event_id: session.event_id,
    capsule_id: session.capsule_id,
    time_zone: session.time_zone,
    duration_minutes: session.duration_minutes,
    capacity: session.capacity ?? "",
    who_sees: whoSees(session),
    chat_enabled: session.chat_enabled,
    tags: session.tags,
    topics: session.topics,
    skill_level: session.skill_level ?? "",
    assistant_ids: session.assistants.map(({ id }) => id),
    repeat: NO_REPEAT,
  };
}

function whoSees({ is_public, members_only }: Session): WhoSees {
  if (is_public) return "public";
  return members_only ? "members" : "invited";
}

/** What the server is told; a field left empty is one it refuses by its own rule. */
export function bodyOf(values: SessionValues): NewSession {
  const { title, description, time_zone, chat_enabled, assistant_ids } = values;
  const { tags, topics, skill_level } = values;
  const instant = instantOf(values, time_zone);
  return {
    title,
    description,
    event_id: values.event_id,
    capsule_id: values.capsule_id,
    start_time: instant === null ? "" : new Date(instant).toISOString(),
    duration_minutes: Number(values.duration_minutes),
    time_zone,
    capacity: values.capacity === "" ? null : Number(values.capacity),
    is_public: values.who_sees === "public",
    members_only: values.who_sees === "members",
    recording_enabled: false,
    chat_enabled,
    tags,
    topics,
    skill_level: skill_level.trim() === "" ? null : skill_level,
    assistant_ids,
  };
}

/** Only what was changed: what somebody else changed meanwhile stays theirs. */
export function changesOf(values: SessionValues, before: SessionValues): Omit<Edited, "version"> {
  const [body, old] = [bodyOf(values), bodyOf(before)];
  const changed = (Object.keys(body) as (keyof NewSession)[]).filter(
    (name) => JSON.stringify(body[name]) !== JSON.stringify(old[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, body[name]]));
}

/** Where the form shows what the server calls otherwise. */
const SHOWN_AT: Readonly<Record<string, string>> = {
  start_time: "date",
  rule: "repeat",
  exceptions: "repeat",
};

const CODE_AT: Readonly<Record<string, string>> = {
  "session.start_in_the_past": "date",
  "session.already_started": "date",
  "session.capacity_below_taken": "capacity",
  "session.assistant_unknown": "assistant_ids",
  "capsule.not_found": "capsule_id",
  "event.not_found": "event_id",
  "event.is_canceled": "event_id",
  "event.too_many_sessions": "event_id",
  "series.empty": "repeat",
  "series.too_long": "repeat",
};

/** The refusal, each part of it at the field where it can be mended. */
export function atFields(failure: unknown): ApiError {
  const error = asApiError(failure);
  const field = CODE_AT[error.code];
  if (field !== undefined) {
    return new ApiError(error.status, "invalid", {
      fields: [{ path: [field], code: error.code, limits: textsOf(error.details) }],
    });
  }
  return new ApiError(error.status, error.code, {
    details: error.details,
    fields: error.fields.map(moved),
  });
}

function moved(problem: FieldProblem): FieldProblem {
  const [first = ""] = problem.path;
  return { ...problem, path: [SHOWN_AT[first] ?? first] };
}

function textsOf(details: ApiError["details"]): FieldProblem["limits"] {
  return Object.fromEntries(
    Object.entries(details).filter(
      (pair): pair is [string, string | number] =>
        typeof pair[1] === "string" || typeof pair[1] === "number",
    ),
  );
}
