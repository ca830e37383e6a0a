import { useTranslation } from "react-i18next";

import type { Problem } from "~/features/activities/editor/plan";

/** What is missing at a field, in words; null if nothing is. */
export function useProblemText(): (
  problem: Problem | null | undefined,
  limit: number,
) => string | null {
  const { t } = useTranslation("activities");
  return (problem, limit) => {
    switch (problem) {
      case "missing":
        return t("problem.missing");
      case "too_long":
        return t("problem.too_long", { limit });
      case "too_few":
        return t("problem.too_few");
      case null:
      case undefined:
        return null;
    }
  };
}
