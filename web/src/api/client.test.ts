import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { api, orThrow } from "~/api/client";
import { forgetToken, keepToken } from "~/api/tokens";

const person = { id: "p1", email: "claire@example.org", role: "instructor" };
let seen: string[] = [];

/** A server that takes only the token "new", and gives it to whoever renews. */
async function serve(input: Request | string): Promise<Response> {
  if (typeof input === "string") {
    seen.push(input);
    return Response.json({ access_token: "new", token_type: "bearer", expires_in: 600 });
  }
  const sent = `${input.headers.get("Authorization")} ${await input.text()}`.trim();
  seen.push(sent);
  return sent.startsWith("Bearer new")
    ? Response.json(person)
    : Response.json({ code: "auth.sign_in_needed" }, { status: 401 });
}

beforeEach(() => {
  seen = [];
  vi.stubGlobal("fetch", serve);
});

afterEach(forgetToken);

test("a token the server no longer takes is renewed, and the request is sent again whole", async () => {
  keepToken({ access_token: "old", expires_in: 600 });
  const body = { email: "claire@example.org", password: "a long one" };
  await orThrow(api.POST("/api/auth/login", { body }));
  const json = JSON.stringify(body);
  expect(seen).toEqual([`Bearer old ${json}`, "/api/auth/refresh", `Bearer new ${json}`]);
});

test("without a sign-in a refusal is an error with the server's code, at once", async () => {
  await expect(orThrow(api.GET("/api/me"))).rejects.toMatchObject({
    status: 401,
    code: "auth.sign_in_needed",
  });
  expect(seen).toHaveLength(1);
});

test("a line that is down is an error that may pass", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(orThrow(api.GET("/api/me"))).rejects.toMatchObject({
    code: "network",
    isPassing: true,
  });
});
