import type { TFunction } from "i18next";
import i18next from "i18next";
import { useTranslation } from "react-i18next";

import { asApiError, type FieldProblem } from "~/api/errors";

type ErrorTexts = TFunction<["errors"]>;

/** What happened and what to do next, in the reader's language. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation("errors");
  return (error) => errorText(t, error);
}

export function useFieldText(): (problem: FieldProblem) => string {
  const { t } = useTranslation("errors");
  return (problem) => fieldText(t, problem);
}

function errorText(t: ErrorTexts, error: unknown): string {
  const { code, details } = asApiError(error);
  return known(code, details) ? t(code, details) : t("unknown", { code });
}

function fieldText(t: ErrorTexts, { code, limits }: FieldProblem): string {
  // Pydantic calls an empty required text too short.
  const isEmpty =
    (code === "string_too_short" || code === "too_short") && limits["min_length"] === 1;
  const key = `field.${isEmpty ? "missing" : code}`;
  if (known(key, limits)) return t(key, limits);
  return known(code, limits) ? t(code, limits) : t("field.unknown");
}

type ErrorKey = "unknown" | "field.unknown";
type Blanks = Readonly<Record<string, unknown>>;

/**
 * Whether a code has a text. Codes come from the server, so this is asked when they arrive; the
 * first half of a code, "auth", is a folder of texts and not one.
 */
function known(key: string, blanks: Blanks): key is ErrorKey {
  const name = `errors:${key}` as "errors:unknown";
  return (
    i18next.exists(name, blanks) &&
    typeof i18next.t(name, { ...blanks, returnObjects: true }) === "string"
  );
}
