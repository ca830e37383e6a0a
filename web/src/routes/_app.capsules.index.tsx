import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { CapsuleList } from "~/features/capsules/CapsuleList";

export const Route = createFileRoute("/_app/capsules/")({
  beforeLoad: requireRole("instructor"),
  component: CapsuleList,
});
