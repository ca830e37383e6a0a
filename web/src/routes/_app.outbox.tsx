import { createFileRoute } from "@tanstack/react-router";

import { requireRole } from "~/api/auth";
import { OutboxPage } from "~/features/account/OutboxPage";
import { outboxQuery } from "~/features/account/queries";

export const Route = createFileRoute("/_app/outbox")({
  beforeLoad: requireRole("admin"),
  loader: ({ context }) => context.queries.ensureInfiniteQueryData(outboxQuery),
  component: OutboxPage,
});
