import { createFileRoute, useLocation, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { readLink, rememberedToken, rememberToken } from "~/features/scheduling/visit/ownLink";
import { SessionVisit } from "~/features/scheduling/visit/SessionVisit";
import { notifyDone } from "~/ui/notify";

/** `/s/{id}`, and `/s/{id}#registration=…` in mails. */
export const Route = createFileRoute("/s/$id")({ component: SessionVisitPage });

function SessionVisitPage() {
  const { id } = Route.useParams();
  return <OneVisit key={id} id={id} />;
}

interface OneVisitProps {
  readonly id: string;
}

function OneVisit({ id }: OneVisitProps) {
  const { t } = useTranslation("scheduling");
  const { history } = useRouter();
  const { hash, pathname } = useLocation();
  const [link, setLink] = useState(() => {
    const given = readLink(hash);
    return given.token === null ? { token: rememberedToken(id), isToCancel: false } : given;
  });
  const given = readLink(hash);
  if (given.token !== null && given.token !== link.token) setLink(given);

  useEffect(() => {
    if (given.token === null) return;
    rememberToken(id, given.token);
    history.replace(pathname);
  }, [given.token, history, id, pathname]);

  const forget = useCallback(() => {
    rememberToken(id, null);
    setLink({ token: null, isToCancel: false });
    notifyDone(t("visit.link_refused"));
  }, [id, t]);

  return (
    <SessionVisit
      key={link.token}
      id={id}
      token={link.token}
      isToCancel={link.isToCancel}
      onLinkRefused={forget}
    />
  );
}
