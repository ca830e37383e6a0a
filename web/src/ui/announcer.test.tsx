import { MantineProvider } from "@mantine/core";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { announce } from "~/ui/announcer";
import { LiveRegion } from "~/ui/LiveRegion";

beforeEach(() => {
  vi.useFakeTimers();
  render(
    <MantineProvider>
      <LiveRegion />
    </MantineProvider>,
  );
});

afterEach(() => {
  act(() => {
    vi.runAllTimers();
  });
  cleanup();
  vi.useRealTimers();
});

const spoken = () => screen.getByRole("status").textContent;
const wait = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

test("what comes at once is said together, and what comes meanwhile waits its turn", () => {
  announce("Ada est entrée.");
  announce("Bo est entré.");
  wait(0);
  expect(spoken()).toBe("Ada est entrée. Bo est entré.");
  announce("Chen est entré.");
  wait(1000);
  expect(spoken()).toBe("Ada est entrée. Bo est entré.");
  wait(500);
  expect(spoken()).toBe("Chen est entré.");
});

test("the same sentence is said again later", () => {
  announce("Une main est levée.");
  wait(0);
  wait(1500);
  expect(spoken()).toBe("");
  announce("Une main est levée.");
  wait(0);
  expect(spoken()).toBe("Une main est levée.");
});

test("a crowd is not read out name by name", () => {
  for (let person = 1; person <= 30; person += 1) announce(`${person} est là.`);
  wait(0);
  expect(spoken()).toBe("27 est là. 28 est là. 29 est là. 30 est là.");
});
