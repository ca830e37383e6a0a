import { createFileRoute } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { JoinForm } from "~/features/room/JoinForm";
import { PageTitle } from "~/ui/PageTitle";

export const Route = createFileRoute("/_app/")({ component: Home });

function Home() {
  const { t } = useTranslation();
  const name = Route.useRouteContext().person.first_name;
  return (
    <>
      <PageTitle lead={t("home.lead")}>
        {name === "" ? t("home.greeting") : t("home.greeting_name", { name })}
      </PageTitle>
      <JoinForm />
    </>
  );
}
