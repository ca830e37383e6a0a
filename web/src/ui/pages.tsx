import { Button, Center, Loader, VisuallyHidden } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, asApiError } from "~/api/errors";
import { EmptyState } from "~/ui/EmptyState";
import { useErrorText } from "~/ui/errorText";
import { Main } from "~/ui/Main";
import { usePageTitle } from "~/ui/usePageTitle";

/** Shown only when a page takes long enough to be noticed. */
export function PageWaits() {
  const { t } = useTranslation();
  return (
    <Center mih="50dvh" role="status">
      <Loader aria-label={t("loading")} />
    </Center>
  );
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <FullPage title={t("not_found.title")}>
      <EmptyState picture="door" action={<HomeButton />}>
        {t("not_found.text")}
      </EmptyState>
    </FullPage>
  );
}

interface PageFailedProps {
  readonly error: unknown;
}

export function PageFailed({ error }: PageFailedProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const router = useRouter();
  const { status, isPassing } = asApiError(error);
  if (status === 404) return <NotFoundPage />;
  const again = (
    <Button
      onClick={() => {
        // What the server refused is asked again; code that failed, or is no longer there after
        // an update of the server, only comes anew with the page.
        if (error instanceof ApiError) void router.invalidate();
        else window.location.reload();
      }}
    >
      {t("try_again")}
    </Button>
  );
  return (
    <FullPage title={t("page_failed")}>
      <EmptyState
        picture={isPassing ? "unplugged" : "door"}
        action={isPassing ? again : <HomeButton />}
      >
        {errorText(error)}
      </EmptyState>
    </FullPage>
  );
}

interface FullPageProps {
  /** For those who listen and for the tab: the picture says it to the others. */
  readonly title: string;
  readonly children: ReactNode;
}

function FullPage({ title, children }: FullPageProps) {
  usePageTitle(title);
  return (
    <Main>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      <Center mih="70dvh">{children}</Center>
    </Main>
  );
}

function HomeButton() {
  const { t } = useTranslation();
  return <Button renderRoot={(props) => <Link to="/" {...props} />}>{t("back_home")}</Button>;
}
