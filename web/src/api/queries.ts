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
      // Who came among too many is told, and waits as long as the server says.
      retry: (failures, error) => {
        const { isPassing, status } = asApiError(error);
        return isPassing && status !== 429 && failures < TRIES;
      },
    },
    mutations: { networkMode: "always" },
  },
});
