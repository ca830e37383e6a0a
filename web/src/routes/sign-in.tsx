import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";

import { meQuery } from "~/api/auth";
import { SignIn } from "~/features/account/SignIn";
import { Stage } from "~/ui/Stage";

interface Search {
  readonly next?: string;
}

export const Route = createFileRoute("/sign-in")({
  validateSearch: ({ next }: Record<string, unknown>): Search =>
    typeof next === "string" && isOwnAddress(next) ? { next } : {},
  beforeLoad: async ({ context, search }) => {
    const person = await context.queries.ensureQueryData(meQuery);
    if (person !== null) throw redirect({ href: search.next ?? "/" });
  },
  component: SignInPage,
});

/** Somebody else's link must not send people from here to another site. */
function isOwnAddress(address: string): boolean {
  return address.startsWith("/") && new URL(address, location.origin).origin === location.origin;
}

function SignInPage() {
  const { next = "/" } = Route.useSearch();
  const { history } = useRouter();
  return (
    <Stage>
      <SignIn
        onDone={() => {
          history.push(next);
        }}
      />
    </Stage>
  );
}
