import { QueryClient } from "@tanstack/react-query";

import { asApiError } from "~/api/errors";

const TRIES = 3;

/** What the server said lately, shared by loaders and components. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => asApiError(error).isPassing && failures < TRIES,
    },
  },
});
