/** As much of Markdown as a description needs: anything else stays the text that it is. */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis"; readonly parts: readonly Inline[] }
  | { readonly kind: "link"; readonly address: string; readonly text: string };

export type Block =
  | { readonly kind: "heading" | "paragraph"; readonly parts: readonly Inline[] }
  | {
      readonly kind: "list";
      readonly isOrdered: boolean;
      readonly items: readonly (readonly Inline[])[];
    };

const HEADING = /^#{1,6}\s+(.*)$/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
// Only addresses that lead to the web or to a mail: no other scheme is ever followed.
const INLINE =
  /\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*\s][^*]*)\*|\[(?<text>[^\]]+)\]\((?<address>(?:https?:\/\/|mailto:)[^\s)]+)\)|(?<bare>https?:\/\/[^\s<>()]*[^\s<>().,;:!?])/g;

export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const chunk of text.split(/\n\s*\n/)) {
    let lines: string[] = [];
    let items: string[] = [];
    let isOrdered = false;
    const flush = () => {
      if (lines.length > 0) {
        blocks.push({ kind: "paragraph", parts: readInline(lines.join("\n")) });
      }
      if (items.length > 0) {
        blocks.push({ kind: "list", isOrdered, items: items.map(readInline) });
      }
      lines = [];
      items = [];
    };
    for (const line of chunk.split("\n")) {
      const heading = HEADING.exec(line)?.[1];
      const [, number, item] = ITEM.exec(line) ?? [];
      if (heading !== undefined) {
        flush();
        blocks.push({ kind: "heading", parts: readInline(heading) });
      } else if (item !== undefined) {
        if (items.length === 0 || isOrdered !== (number !== undefined)) flush();
        isOrdered = number !== undefined;
        items.push(item);
      } else if (items.length > 0 && line.trim() !== "") {
        items.push(`${items.pop() ?? ""} ${line.trim()}`);
      } else if (line.trim() !== "") {
        lines.push(line);
      }
    }
    flush();
  }
  return blocks;
}

function readInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const { strong, emphasis, text: named, address, bare } = match.groups ?? {};
    if (strong !== undefined) parts.push({ kind: "strong", parts: readInline(strong) });
    else if (emphasis !== undefined) parts.push({ kind: "emphasis", parts: readInline(emphasis) });
    else if (address !== undefined) parts.push({ kind: "link", address, text: named ?? address });
    else if (bare !== undefined) parts.push({ kind: "link", address: bare, text: bare });
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}
