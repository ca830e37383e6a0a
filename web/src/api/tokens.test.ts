import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { accessToken, forgetToken, keepToken, onSignInChange, renew } from "~/api/tokens";

const asked = vi.fn<(address: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  asked.mockReset();
  vi.stubGlobal("fetch", asked);
  vi.useFakeTimers();
});

afterEach(() => {
  forgetToken();
  vi.useRealTimers();
});

function answerToken(token: string, delay = 0): void {
  asked.mockImplementationOnce(async () => {
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    return Response.json({ access_token: token, token_type: "bearer", expires_in: 600 });
  });
}

test("somebody who never signed in costs no request", async () => {
  expect(await accessToken()).toBeNull();
  expect(asked).not.toHaveBeenCalled();
});

test("a good token is used as it is, and renewed shortly before its end", async () => {
  keepToken({ access_token: "first", expires_in: 600 });
  expect(await accessToken()).toBe("first");
  vi.advanceTimersByTime(590_000);
  answerToken("second");
  expect(await accessToken()).toBe("second");
  expect(asked).toHaveBeenCalledOnce();
});

test("those who renew at the same time share one request", async () => {
  keepToken({ access_token: "first", expires_in: 600 });
  answerToken("second", 50);
  const all = Promise.all([renew("first"), renew("first"), renew("first")]);
  await vi.advanceTimersByTimeAsync(50);
  expect(await all).toEqual(["second", "second", "second"]);
  expect(asked).toHaveBeenCalledOnce();
});

test("a refusal that comes after somebody else renewed takes the new token", async () => {
  keepToken({ access_token: "second", expires_in: 600 });
  expect(await renew("first")).toBe("second");
  expect(asked).not.toHaveBeenCalled();
});

test("a refused renewal signs out and says so once", async () => {
  keepToken({ access_token: "first", expires_in: 600 });
  const heard = vi.fn<() => void>();
  const stop = onSignInChange(heard);
  asked.mockResolvedValueOnce(Response.json({ code: "auth.sign_in_needed" }, { status: 401 }));
  expect(await renew("first")).toBeNull();
  expect(await accessToken()).toBeNull();
  expect(heard).toHaveBeenCalledOnce();
  stop();
});

test("a server that is down does not sign anybody out", async () => {
  keepToken({ access_token: "first", expires_in: 600 });
  asked.mockResolvedValueOnce(new Response("bad gateway", { status: 502 }));
  await expect(renew("first")).rejects.toMatchObject({ status: 502 });
  answerToken("second");
  expect(await renew("first")).toBe("second");
});
