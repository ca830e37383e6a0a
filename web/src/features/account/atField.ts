import { asApiError, ApiError } from "~/api/errors";

/** A refusal that is about one field is shown at it, whatever the server calls it. */
export function atField(error: unknown, code: string, field: string): ApiError {
  const known = asApiError(error);
  if (known.code !== code) return known;
  return new ApiError(known.status, "invalid", { fields: [{ path: [field], code, limits: {} }] });
}
