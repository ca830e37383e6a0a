import { Button, Center, NativeSelect, Paper, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "~/features/scheduling/manage/manage.module.css";
import { RegistrationRow } from "~/features/scheduling/manage/RegistrationRow";
import { type RegistrationStatus, registrationsQuery } from "~/features/scheduling/queries";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorNotice } from "~/ui/ErrorNotice";

const TYPING_MS = 200;
const A_SCREENFUL = 50;
const MOST = 100;
const FRESH_MS = 15_000;

interface RegistrationsProps {
  readonly sessionId: string;
  /** Otherwise it is only looked at. */
  readonly isOpen: boolean;
}

/** Who comes, who waits, and who is there. */
export function Registrations({ sessionId, isOpen }: RegistrationsProps) {
  const { t } = useTranslation(["scheduling", "common", "account"]);
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [status, setStatus] = useState<RegistrationStatus>("registered");
  const [limit, setLimit] = useState(A_SCREENFUL);
  const { data, error, refetch } = useQuery({
    ...registrationsQuery(sessionId, { search, status, limit }),
    refetchInterval: isOpen && FRESH_MS,
  });
  if (!data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;

  const { counts, registrations, total } = data;
  const isEmpty = Object.values(counts).every((count) => count === 0);
  if (isEmpty) {
    return (
      <EmptyState picture="door">{t(isOpen ? "people.empty" : "people.empty_over")}</EmptyState>
    );
  }

  const choices: readonly { value: RegistrationStatus; label: string }[] = [
    { value: "registered", label: t("people.registered", { number: counts.registered }) },
    { value: "waitlisted", label: t("people.waitlisted", { number: counts.waitlisted }) },
    { value: "invited", label: t("people.invited", { number: counts.invited }) },
    { value: "canceled", label: t("people.canceled", { number: counts.canceled }) },
  ];
  return (
    <>
      <div className={classes["filters"]}>
        <TextInput
          type="search"
          aria-label={t("people.search")}
          placeholder={t("people.search")}
          leftSection={<IconSearch size={18} aria-hidden />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          size="md"
          aria-label={t("people.which")}
          value={status}
          data={[...choices]}
          onChange={(event) => {
            const picked = choices.find(({ value }) => value === event.currentTarget.value);
            if (picked) setStatus(picked.value);
          }}
        />
      </div>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {registrations.length === 0 ? (
        <Text c="dimmed">{t("people.nobody")}</Text>
      ) : (
        <Paper withBorder component="ul" className={classes["rows"] ?? ""} aria-label={label()}>
          {registrations.map((registration) => (
            <RegistrationRow
              key={registration.id}
              sessionId={sessionId}
              registration={registration}
              isOpen={isOpen}
            />
          ))}
        </Paper>
      )}
      {total > registrations.length && limit < MOST && (
        <Center mt="md">
          <Button variant="default" onClick={() => setLimit(MOST)}>
            {t("people.more")}
          </Button>
        </Center>
      )}
      {total > MOST && limit === MOST && (
        <Text c="dimmed" mt="md">
          {t("people.too_many", { shown: MOST, total })}
        </Text>
      )}
    </>
  );

  function label(): string {
    return choices.find(({ value }) => value === status)?.label ?? "";
  }
}
