import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";

import { DropZone } from "~/features/capsules/DropZone";

const file = new File(["%PDF"], "Cours.pdf", { type: "application/pdf" });
let taken: File[] = [];

/** As a browser does with what is held above the page: a file, or text from the page itself. */
function drag(type: string, held: "file" | "text", leavesTo: Element | null = null): Event {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
    dataTransfer:
      held === "file" ? { types: ["Files"], files: [file] } : { types: ["text/plain"], files: [] },
    relatedTarget: leavesTo,
  });
  act(() => {
    document.body.dispatchEvent(event);
  });
  return event;
}

beforeEach(() => {
  taken = [];
  render(<DropZone label="Déposez" onFile={(dropped) => taken.push(dropped)} />);
});
afterEach(cleanup);

test("a file is taken wherever on the page it is dropped", () => {
  drag("dragenter", "file");
  expect(screen.queryByText("Déposez")).not.toBeNull();
  expect(drag("dragover", "file").defaultPrevented).toBe(true);
  expect(drag("drop", "file").defaultPrevented).toBe(true);
  expect(taken).toEqual([file]);
  expect(screen.queryByText("Déposez")).toBeNull();
});

test("a file that leaves the window, and only then, is no longer waited for", () => {
  drag("dragenter", "file");
  drag("dragleave", "file", document.body);
  expect(screen.queryByText("Déposez")).not.toBeNull();
  drag("dragleave", "file");
  expect(screen.queryByText("Déposez")).toBeNull();
});

test("text that is dragged is left alone", () => {
  drag("dragenter", "text");
  expect(screen.queryByText("Déposez")).toBeNull();
  expect(drag("dragover", "text").defaultPrevented).toBe(false);
  expect(drag("drop", "text").defaultPrevented).toBe(false);
  expect(taken).toEqual([]);
});
