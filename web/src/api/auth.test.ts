import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { hasRole, meQuery, type Person, requireRole, signIn, welcome } from "~/api/auth";
import { queries } from "~/api/queries";
import { forgetToken, keepToken } from "~/api/tokens";

const claire: Person = {
  id: "p1",
  email: "claire@example.org",
  role: "instructor",
  first_name: "Claire",
  last_name: "Dumont",
  name: "Claire Dumont",
  organisation: "",
  language: "fr",
  has_password: true,
  can_invite: [],
};
const capsules = { location: { href: "/capsules?page=2", pathname: "/capsules" } };
const start = { location: { href: "/", pathname: "/" } };

beforeEach(() => {
  vi.stubGlobal("fetch", (request: Request) =>
    Promise.resolve(
      request.url.endsWith("/api/me")
        ? Response.json(claire)
        : Response.json({ access_token: "t", token_type: "bearer", expires_in: 600 }),
    ),
  );
});

afterEach(() => {
  forgetToken();
  queries.clear();
});

test("a role includes those below it, and nobody has none", () => {
  expect(hasRole(claire, "member")).toBe(true);
  expect(hasRole(claire, "instructor")).toBe(true);
  expect(hasRole(claire, "admin")).toBe(false);
  expect(hasRole(null, "public")).toBe(false);
});

test("who is not signed in comes back to the page after signing in", async () => {
  await expect(requireRole("member")(capsules)).rejects.toMatchObject({
    options: { to: "/sign-in", search: { next: "/capsules?page=2" } },
  });
  await expect(requireRole("member")(start)).rejects.toMatchObject({ options: { to: "/welcome" } });
});

test("a page is given its person, or refuses the role", async () => {
  await signIn("claire@example.org", "a long one");
  expect(await requireRole("instructor")(capsules)).toEqual({ person: claire });
  await expect(requireRole("admin")(capsules)).rejects.toMatchObject({
    status: 403,
    code: "auth.not_allowed",
  });
});

test("what was fetched for the last person is dropped for the next", async () => {
  queries.setQueryData(["capsules"], ["theirs"]);
  keepToken({ access_token: "t", expires_in: 600 });
  await welcome();
  expect(queries.getQueryData(["capsules"])).toBeUndefined();
  expect(queries.getQueryData(meQuery.queryKey)).toEqual(claire);
});
