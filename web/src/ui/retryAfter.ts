import { asApiError } from "~/api/errors";

/** In how many seconds the server takes the same request again; null where it did not say. */
export function retryAfter(error: unknown): number | null {
  if (!error) return null;
  const seconds = asApiError(error).details["retry_after"];
  return typeof seconds === "number" && seconds >= 0 ? seconds : null;
}
