import { expect, test } from "vitest";

import { readMarkdown } from "~/features/scheduling/events/markdown";

const text = (plain: string) => ({ kind: "text", text: plain });

test("paragraphs, headings and lists", () => {
  expect(
    readMarkdown("# Le jour\nUn mot\nsur deux lignes\n\n- un\n- deux\n  suite\n1. trois"),
  ).toEqual([
    { kind: "heading", parts: [text("Le jour")] },
    { kind: "paragraph", parts: [text("Un mot\nsur deux lignes")] },
    { kind: "list", isOrdered: false, items: [[text("un")], [text("deux suite")]] },
    { kind: "list", isOrdered: true, items: [[text("trois")]] },
  ]);
});

test("bold, italics and links, also bare ones without the dot after them", () => {
  expect(
    readMarkdown("**Gras** et *penché*, [ici](https://a.example/x) ou https://b.example."),
  ).toEqual([
    {
      kind: "paragraph",
      parts: [
        { kind: "strong", parts: [text("Gras")] },
        text(" et "),
        { kind: "emphasis", parts: [text("penché")] },
        text(", "),
        { kind: "link", address: "https://a.example/x", text: "ici" },
        text(" ou "),
        { kind: "link", address: "https://b.example", text: "https://b.example" },
        text("."),
      ],
    },
  ]);
});

test("HTML and other schemes stay text", () => {
  const bad = "<b>x</b> [clic](javascript:alert(1)) 2 * 3 * 4";
  expect(readMarkdown(bad)).toEqual([{ kind: "paragraph", parts: [text(bad)] }]);
});
