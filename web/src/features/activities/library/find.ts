import type { ActivityCard, ActivityKind } from "~/features/activities/queries";

export type Found = "all" | ActivityKind;

/** Every word somewhere in the title, accents and capitals aside. */
export function findCards(
  cards: readonly ActivityCard[],
  words: string,
  kind: Found,
): readonly ActivityCard[] {
  const wanted = plain(words).split(/\s+/);
  return cards.filter(
    (card) =>
      (kind === "all" || card.kind === kind) &&
      wanted.every((word) => plain(card.title).includes(word)),
  );
}

function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}
