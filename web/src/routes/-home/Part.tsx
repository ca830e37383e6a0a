import { Center, Loader } from "@mantine/core";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { CatchBoundary, type ErrorComponentProps } from "@tanstack/react-router";
import { createContext, type ReactNode, Suspense, use } from "react";
import { useTranslation } from "react-i18next";

import { Section } from "~/routes/-home/Section";
import { ErrorNotice } from "~/ui/ErrorNotice";

const PartTitle = createContext("");

interface PartProps {
  /** Names the part where it cannot show itself. */
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of the page that fails, and is tried again, without the others. */
export function Part({ title, children }: PartProps) {
  return (
    <PartTitle value={title}>
      <CatchBoundary getResetKey={() => "part"} errorComponent={PartFailed}>
        <Suspense fallback={<PartWaits />}>{children}</Suspense>
      </CatchBoundary>
    </PartTitle>
  );
}

function PartFailed({ error, reset }: ErrorComponentProps) {
  const { reset: allowAnotherTry } = useQueryErrorResetBoundary();
  return (
    <Section title={use(PartTitle)}>
      <ErrorNotice
        error={error}
        onRetry={() => {
          allowAnotherTry();
          reset();
        }}
      />
    </Section>
  );
}

function PartWaits() {
  const { t } = useTranslation();
  return (
    <Center mih={120} role="status">
      <Loader aria-label={t("loading")} />
    </Center>
  );
}
