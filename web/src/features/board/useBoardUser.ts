import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type TLUserPreferences, useTldrawUser } from "tldraw";

/** One function for all renders: tldraw opens another editor for another one. */
const keepNothing = () => {};

/**
 * The board in the reader's language, and in daylight always: a slide is white paper, and its
 * colours are the same on every screen and in print.
 */
export function useBoardUser() {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  const userPreferences = useMemo<TLUserPreferences>(
    () => ({ id: "reader", locale, colorScheme: "light" }),
    [locale],
  );
  return useTldrawUser({ userPreferences, setUserPreferences: keepNothing });
}
