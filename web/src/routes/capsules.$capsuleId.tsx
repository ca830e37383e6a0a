import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { CapsuleEditor } from "~/features/capsules/CapsuleEditor";
import { capsuleQuery } from "~/features/capsules/queries";

export const Route = createFileRoute("/capsules/$capsuleId")({
  beforeLoad: requireRole("instructor"),
  loader: ({ context, params }) => context.queries.fetchQuery(capsuleQuery(params.capsuleId)),
  component: EditorPage,
});

function EditorPage() {
  const capsule = Route.useLoaderData();
  return <CapsuleEditor key={capsule.id} capsule={capsule} />;
}
