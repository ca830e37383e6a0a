import { useTranslation } from "react-i18next";

export function usePercent(): (part: number) => string {
  const { i18n } = useTranslation();
  const format = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (part) => format.format(part);
}
