import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type TLUserPreferences, useTldrawUser } from "tldraw";

import type { BoardPerson } from "~/features/board/live/openBoard";

/** One function for all renders: tldraw opens another editor for another one. */
const keepNothing = () => {};

/** Of a board that one has for oneself. */
const READER: BoardPerson = { id: "reader", name: "", colour: "#1C1F2E" };

/**
 * The board in the reader's language, and in daylight always: a slide is white paper, and its
 * colours are the same on every screen and in print. In `isDynamicSizeMode` a finger on a phone draws
 * a line as wide as it looks there, which to the others is not a hair.
 */
export function useBoardUser(me: BoardPerson = READER, isDynamicSizeMode = true) {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  const { id, name, colour } = me;
  const userPreferences = useMemo<TLUserPreferences>(
    () => ({ id, name, color: colour, locale, colorScheme: "light", isDynamicSizeMode }),
    [id, name, colour, locale, isDynamicSizeMode],
  );
  return useTldrawUser({ userPreferences, setUserPreferences: keepNothing });
}
