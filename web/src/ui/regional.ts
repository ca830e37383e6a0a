/** The language as the reader's region writes times and dates: "en" alone is American. */
export function regional(language: string): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
}
