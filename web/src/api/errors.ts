/** One refused field: where it is in what was sent, and why. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly limits: Readonly<Record<string, string | number>>;
}

interface ProblemParts {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly FieldProblem[];
}

/** Anything the server refused, or the line did: `code` is translated in `locales/…/errors.json`. */
export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: readonly FieldProblem[];

  constructor(status: number, code: string, { details = {}, fields = [] }: ProblemParts = {}) {
    super(code);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.details = details;
    this.fields = fields;
  }

  /** Whether the same request may succeed later, unchanged. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The error of an answer that is not ok, whatever a proxy on the way put into its body. */
export function problemOf(status: number, body: unknown): ApiError {
  if (!isRecord(body) || typeof body["code"] !== "string") return new ApiError(status, "http");
  const { code, details, fields } = body;
  return new ApiError(status, code, {
    ...(isRecord(details) && { details }),
    ...(Array.isArray(fields) && { fields: fields.filter(isFieldProblem) }),
  });
}

/** An error of any origin in the one form that is shown. A failed `fetch` is a `TypeError`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return error instanceof TypeError && isOfFetch(error)
    ? new ApiError(0, "network")
    : new ApiError(0, "bug");
}

/** Browsers agree on the class but not on the words. */
function isOfFetch(error: TypeError): boolean {
  return /fetch|network|load/i.test(error.message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return (
    isRecord(value) &&
    Array.isArray(value["path"]) &&
    typeof value["code"] === "string" &&
    isRecord(value["limits"])
  );
}
