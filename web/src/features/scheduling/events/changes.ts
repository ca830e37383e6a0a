import { api, orThrow } from "~/api/client";
import type { components } from "~/api/schema";
import { type Event, forgetEvents } from "~/features/scheduling/queries";
import { instantOf, ownZone, wallAt } from "~/features/scheduling/times/zones";

type NewEvent = components["schemas"]["NewEvent"];

/** An event as it is typed. */
export interface EventValues extends Record<string, unknown> {
  title: string;
  description: string;
  type: string;
  start_date: string;
  start_clock: string;
  end_date: string;
  end_clock: string;
  time_zone: string;
  place: string;
  is_remote: boolean;
  visibility: string;
  picture_id: string | null;
}

export function newEventValues(day: string): EventValues {
  return {
    title: "",
    description: "",
    type: "course",
    start_date: day,
    start_clock: "09:00",
    end_date: day,
    end_clock: "17:00",
    time_zone: ownZone(),
    place: "",
    is_remote: true,
    visibility: "members_only",
    picture_id: null,
  };
}

export function eventValuesOf(event: Event): EventValues {
  const start = wallAt(Date.parse(event.start_time), event.time_zone);
  const end = wallAt(Date.parse(event.end_time), event.time_zone);
  const { title, description, type, time_zone, place, is_remote, visibility, picture_id } = event;
  return {
    title,
    description,
    type,
    start_date: start.date,
    start_clock: start.time,
    end_date: end.date,
    end_clock: end.time,
    time_zone,
    place,
    is_remote,
    visibility,
    picture_id,
  };
}

function bodyOf(values: EventValues): NewEvent {
  const { title, description, time_zone, place, is_remote, picture_id } = values;
  const moment = (date: string, time: string) => {
    const instant = instantOf({ date, time }, time_zone);
    return instant === null ? "" : new Date(instant).toISOString();
  };
  return {
    title,
    description,
    // One of the choices of its field: the server says so if it is not.
    type: values.type as NewEvent["type"],
    start_time: moment(values.start_date, values.start_clock),
    end_time: moment(values.end_date, values.end_clock),
    time_zone,
    place,
    is_remote,
    visibility: values.visibility as NewEvent["visibility"],
    picture_id,
  };
}

export async function createEvent(values: EventValues): Promise<Event> {
  const event = await orThrow(api.POST("/api/events", { body: bodyOf(values) }));
  await forgetEvents();
  return event;
}

export async function editEvent(
  { id, version }: Pick<Event, "id" | "version">,
  values: EventValues,
  before: EventValues,
): Promise<Event> {
  const [body, old] = [bodyOf(values), bodyOf(before)];
  const changed = (Object.keys(body) as (keyof NewEvent)[]).filter(
    (name) => body[name] !== old[name],
  );
  const event = await orThrow(
    api.PUT("/api/events/{event_id}", {
      params: { path: { event_id: id } },
      body: { version, ...Object.fromEntries(changed.map((name) => [name, body[name]])) },
    }),
  );
  await forgetEvents();
  return event;
}

export async function publishEvent(id: string): Promise<void> {
  await orThrow(api.POST("/api/events/{event_id}/publish", { params: { path: { event_id: id } } }));
  await forgetEvents();
}

export async function duplicateEvent(id: string, title: string): Promise<Event> {
  const copy = await orThrow(
    api.POST("/api/events/{event_id}/duplicate", {
      params: { path: { event_id: id } },
      body: { title },
    }),
  );
  await forgetEvents();
  return copy;
}

export async function cancelEvent(id: string): Promise<void> {
  await orThrow(api.POST("/api/events/{event_id}/cancel", { params: { path: { event_id: id } } }));
  await forgetEvents();
}

export async function deleteEvent(id: string): Promise<void> {
  await orThrow(api.DELETE("/api/events/{event_id}", { params: { path: { event_id: id } } }));
  await forgetEvents();
}

export async function restoreEvent(id: string): Promise<void> {
  await orThrow(api.POST("/api/events/{event_id}/restore", { params: { path: { event_id: id } } }));
  await forgetEvents();
}
