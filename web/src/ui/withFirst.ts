/** A date that Intl wrote, with the French "1er décembre", which it does not know. */
export function withFirst(text: string, language: string): string {
  return language.startsWith("fr") ? text.replaceAll(/(?<!\S)1(?=\s\p{L}{3})/gu, "1er") : text;
}
