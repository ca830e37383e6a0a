import { Button, Center, VisuallyHidden } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { asApiError } from "~/api/errors";
import { EmptyState } from "~/ui/EmptyState";
import { PageFailed } from "~/ui/pages";
import { usePageTitle } from "~/ui/usePageTitle";

interface NotOpenProps {
  readonly error: unknown;
}

/** There is nothing here for who asks; perhaps there is for who they are once they say so. */
export function NotOpen({ error }: NotOpenProps) {
  const { t } = useTranslation("scheduling");
  const { person } = useAuth();
  const { href } = useLocation();
  usePageTitle(t("visit.not_open_title"));
  if (asApiError(error).status !== 404 || person !== null) return <PageFailed error={error} />;
  return (
    <Center mih="60dvh">
      <VisuallyHidden component="h1">{t("visit.not_open_title")}</VisuallyHidden>
      <EmptyState
        picture="door"
        action={
          <Button renderRoot={(props) => <Link to="/sign-in" search={{ next: href }} {...props} />}>
            {t("visit.sign_in")}
          </Button>
        }
      >
        {t("visit.not_open")}
      </EmptyState>
    </Center>
  );
}
