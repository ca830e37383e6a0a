import { createFileRoute, useLocation, useRouter } from "@tanstack/react-router";
import { useState } from "react";

import { OpenLink } from "~/features/account/OpenLink";
import { Stage } from "~/ui/Stage";

/** `/link#token`: what is behind # stays in the browser, so that no log ever holds it. */
export const Route = createFileRoute("/link")({ component: LinkPage });

function LinkPage() {
  const { hash } = useLocation();
  const { history } = useRouter();
  // On the way out the address loses its token before the page has gone.
  const [token, keepToken] = useState(hash);
  if (hash !== "" && hash !== token) keepToken(hash);
  return (
    <Stage>
      <OpenLink
        key={token}
        token={token}
        onDone={() => {
          history.replace("/");
        }}
      />
    </Stage>
  );
}
