import { expect, test } from "vitest";

const files = import.meta.glob<unknown>("../locales/*/*.json", { eager: true, import: "default" });

function* textsOf(tree: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof tree === "string") yield [path, tree];
  else
    for (const [key, value] of Object.entries(tree ?? {})) yield* textsOf(value, `${path}.${key}`);
}

const texts = Object.entries(files).flatMap(([file, tree]) => [
  ...textsOf(tree, file.replace("../locales/", "").replace(".json", "")),
]);
const french = texts.filter(([path]) => path.startsWith("fr/"));
const english = texts.filter(([path]) => path.startsWith("en/"));

/** The paths of the texts for which the rule finds a fault. */
function faults(among: typeof texts, rule: (text: string) => boolean): string[] {
  return among.filter(([, text]) => rule(text)).map(([path, text]) => `${path}: ${text}`);
}

test("every text is translated", () => {
  expect(texts.length).toBeGreaterThan(0);
  expect(faults(texts, (text) => text.trim() === "")).toEqual([]);
});

/** Languages have different plurals: `people_one` and `people_many` are one text. */
function keysOf(among: typeof texts): Set<string> {
  return new Set(
    among.map(([path]) => path.slice(3).replace(/_(zero|one|two|few|many|other)$/, "")),
  );
}

test("both languages have the same texts", () => {
  expect([...keysOf(french)].toSorted()).toEqual([...keysOf(english)].toSorted());
});

test("both languages fill in the same blanks", () => {
  const blanksOf = (text: string) =>
    text
      .match(/\{\{\s*[\w.]+/g)
      ?.toSorted()
      .join() ?? "";
  const inEnglish = new Map(english.map(([path, text]) => [path.slice(3), blanksOf(text)]));
  const different = french.filter(([path, text]) => {
    const other = inEnglish.get(path.slice(3));
    return other !== undefined && other !== blanksOf(text);
  });
  expect(different).toEqual([]);
});

test("nothing is shouted, and apostrophes and dots are typographic", () => {
  expect(faults(texts, (text) => /!|\.\.\.|\w'\w/.test(text))).toEqual([]);
});

test("French keeps its punctuation with the word before it", () => {
  const bare =
    /[^\u202f\s][;?]|[^\u202f\s]\?|[^\u00a0\d]:(?!\/\/)|[ ][;:?»]|«(?!\u00a0)|(?<!\u00a0)»/;
  expect(faults(french, (text) => bare.test(text))).toEqual([]);
});
