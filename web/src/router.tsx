import { createRouter } from "@tanstack/react-router";

import { queries } from "~/api/queries";
import { routeTree } from "~/routeTree.gen";
import { NotFoundPage, PageFailed, PageWaits } from "~/ui/pages";

export const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: "intent",
  // Freshness is the query client's business.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 400,
  defaultPendingComponent: PageWaits,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
