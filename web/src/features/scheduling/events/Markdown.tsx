import { Anchor, Title } from "@mantine/core";
import { createElement, Fragment, type ReactNode } from "react";

import classes from "~/features/scheduling/events/events.module.css";
import { type Block, type Inline, readMarkdown } from "~/features/scheduling/events/markdown";

interface MarkdownProps {
  readonly children: string;
}

/** A description as it was meant: nothing in it is ever taken for HTML. */
export function Markdown({ children }: MarkdownProps) {
  return <div className={classes["prose"]}>{inARow(readMarkdown(children), shownBlock)}</div>;
}

/** A text never changes its parts: their places tell them apart, as in a text that is written out. */
function inARow<Part>(parts: readonly Part[], show: (part: Part) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...parts.map(show));
}

function shownBlock(block: Block): ReactNode {
  switch (block.kind) {
    case "heading":
      return <Title order={2}>{inARow(block.parts, shownPart)}</Title>;
    case "paragraph":
      return <p>{inARow(block.parts, shownPart)}</p>;
    case "list":
      return createElement(
        block.isOrdered ? "ol" : "ul",
        null,
        inARow(block.items, (item) => <li>{inARow(item, shownPart)}</li>),
      );
  }
}

function shownPart(part: Inline): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "strong":
      return <strong>{inARow(part.parts, shownPart)}</strong>;
    case "emphasis":
      return <em>{inARow(part.parts, shownPart)}</em>;
    case "link":
      return (
        <Anchor href={part.address} rel="noopener nofollow">
          {part.text}
        </Anchor>
      );
  }
}
