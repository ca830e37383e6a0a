import { Button, Center, Loader } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { asApiError } from "~/api/errors";
import { EmptyState } from "~/ui/EmptyState";
import { useErrorText } from "~/ui/errorText";

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
    <Center mih="70dvh">
      <EmptyState picture="door" action={<HomeButton />}>
        {t("page_not_found")}
      </EmptyState>
    </Center>
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
  const again = <Button onClick={() => void router.invalidate()}>{t("try_again")}</Button>;
  return (
    <Center mih="70dvh" role="alert">
      <EmptyState
        picture={isPassing ? "unplugged" : "door"}
        action={isPassing ? again : <HomeButton />}
      >
        {errorText(error)}
      </EmptyState>
    </Center>
  );
}

function HomeButton() {
  const { t } = useTranslation();
  return <Button renderRoot={(props) => <Link to="/" {...props} />}>{t("back_home")}</Button>;
}
