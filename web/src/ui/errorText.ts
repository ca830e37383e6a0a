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
  return known(code) ? t(code, details) : t("unknown", { code });
}

function fieldText(t: ErrorTexts, { code, limits }: FieldProblem): string {
  // Pydantic calls an empty required text too short.
  const isEmpty = code === "string_too_short" && limits["min_length"] === 1;
  const key = `field.${isEmpty ? "missing" : code}`;
  if (known(key)) return t(key, limits);
  return known(code) ? t(code, limits) : t("field.unknown");
}

type ErrorKey = "unknown" | "field.unknown";

/** Codes come from the server, so their texts are looked up when they arrive, not when we build. */
function known(key: string): key is ErrorKey {
  return i18next.exists(`errors:${key}`) && typeof i18next.t(`errors:${key}` as never) === "string";
}
