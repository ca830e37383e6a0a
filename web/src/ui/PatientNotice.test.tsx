import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "~/api/errors";
import { startI18n } from "~/i18n";
import { PatientNotice } from "~/ui/PatientNotice";

const crowded = (seconds: number) =>
  new ApiError(429, "too_many_attempts", { details: { retry_after: seconds } });
const pass = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};
const onRetry = vi.fn<() => void>();
const notice = (error: unknown) => (
  <MantineProvider env="test">
    <PatientNotice error={error} onRetry={onRetry} />
  </MantineProvider>
);

beforeEach(async () => {
  localStorage.setItem("salle.language", "en");
  await startI18n();
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  onRetry.mockClear();
});

test("who came among too many is tried again when the server said, and again if need be", () => {
  const { rerender } = render(notice(crowded(12)));
  expect(screen.getByRole("timer").textContent).toBe("Next try in 12 seconds.");
  pass(11_000);
  expect(screen.getByRole("timer").textContent).toBe("Next try in 1 second.");
  expect(onRetry).not.toHaveBeenCalled();
  pass(1_000);
  expect(screen.getByRole("timer").textContent).toBe("Trying again…");
  pass(30_000);
  expect(onRetry).toHaveBeenCalledTimes(1);
  rerender(notice(crowded(5)));
  pass(5_000);
  expect(onRetry).toHaveBeenCalledTimes(2);
});

test("those who were refused together do not come back together", () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  render(notice(crowded(2)));
  pass(4_000);
  expect(onRetry).not.toHaveBeenCalled();
  pass(1_000);
  expect(onRetry).toHaveBeenCalledTimes(1);
});

test("whoever cancels is told what it was, and not tried again", () => {
  render(notice(crowded(12)));
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.getByRole("alert").textContent).toMatch(/Too many attempts/);
  pass(60_000);
  expect(onRetry).not.toHaveBeenCalled();
});

test("whoever goes away is not tried again", () => {
  render(notice(crowded(12))).unmount();
  pass(60_000);
  expect(onRetry).not.toHaveBeenCalled();
});

test("any other refusal is told as it is", () => {
  render(notice(new ApiError(409, "room.full")));
  expect(screen.getByRole("alert").textContent).toMatch(/cannot take in anybody else/);
  expect(screen.queryByRole("timer")).toBeNull();
});
