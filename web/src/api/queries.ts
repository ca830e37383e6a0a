import { QueryClient } from "@tanstack/react-query";

import { asApiError } from "~/api/errors";

const TRIES = 3;

/** What the server said lately, shared by loaders and components. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A browser calls itself offline when there is no Internet; Salle may well be on this machine.
      networkMode: "always",
      staleTime: 30_000,
      retry: (failures, error) => asApiError(error).isPassing && failures < TRIES,
    },
    mutations: { networkMode: "always" },
  },
});
