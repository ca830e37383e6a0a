import { createFileRoute, useLocation, useRouter } from "@tanstack/react-router";

import { OpenLink } from "~/features/account/OpenLink";
import { Stage } from "~/ui/Stage";

/** `/link#token`: what is behind # stays in the browser, so that no log ever holds it. */
export const Route = createFileRoute("/link")({ component: LinkPage });

function LinkPage() {
  const { hash } = useLocation();
  const { history } = useRouter();
  return (
    <Stage>
      <OpenLink
        key={hash}
        token={hash}
        onDone={() => {
          history.replace("/");
        }}
      />
    </Stage>
  );
}
