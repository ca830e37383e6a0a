import { createFileRoute } from "@tanstack/react-router";
import { useCallback, useState } from "react";

import { requireRole } from "~/api/auth";
import { Editor } from "~/features/activities/editor/Editor";
import { activityQuery, type ActivityKind } from "~/features/activities/queries";

/** The address of an activity that the server has not stored yet. */
const NEW = "new";
/** What was read or saved this recently is the newest version. */
const FRESH_MS = 5000;

interface Search {
  /** Of a new one. */
  readonly kind?: ActivityKind;
}

export const Route = createFileRoute("/_app/activities/$id")({
  validateSearch: ({ kind }: Record<string, unknown>): Search =>
    kind === "quiz" || kind === "poll" ? { kind } : {},
  beforeLoad: requireRole("instructor"),
  loader: ({ context, params: { id } }) =>
    id === NEW ? null : context.queries.fetchQuery({ ...activityQuery(id), staleTime: FRESH_MS }),
  component: ActivityPage,
});

function ActivityPage() {
  const { person } = Route.useRouteContext();
  const { id } = Route.useParams();
  const { kind = "quiz" } = Route.useSearch();
  const activity = Route.useLoaderData();
  const navigate = Route.useNavigate();
  // A new activity gets its address when it is first saved; one goes on typing in the same editor.
  const [editing, setEditing] = useState({ key: 0, ids: [id], activity, kind });
  if (!editing.ids.includes(id)) {
    setEditing({ key: editing.key + 1, ids: [id], activity, kind });
  }

  const giveAddress = useCallback(
    (created: string) => {
      setEditing((now) => ({ ...now, ids: [...now.ids, created] }));
      void navigate({ to: "/activities/$id", params: { id: created }, search: {}, replace: true });
    },
    [navigate],
  );

  return (
    <Editor
      key={editing.key}
      activity={editing.activity}
      kind={editing.activity?.kind ?? editing.kind}
      personId={person.id}
      onCreated={giveAddress}
    />
  );
}
