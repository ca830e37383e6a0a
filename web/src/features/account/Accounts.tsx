import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { type Account, accountsQuery, type Role } from "~/features/account/queries";
import { RoleSelect } from "~/features/account/RoleSelect";
import classes from "~/features/account/Rows.module.css";
import { useRoleName } from "~/features/account/useRoleName";
import { ConfirmButton } from "~/ui/ConfirmButton";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { PersonMark } from "~/ui/PersonMark";
import { useErrorNotification } from "~/ui/useErrorNotification";

const TYPING_MS = 200;

interface AccountsProps {
  /** Whoever looks at this: nobody changes their own rights by a slip. */
  readonly me: string;
}

/** Everybody with an account: found by name or address, page after page. */
export function Accounts({ me }: AccountsProps) {
  const { t } = useTranslation(["account", "common"]);
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = useInfiniteQuery({
    ...accountsQuery(search),
    placeholderData: (shownBefore) => shownBefore,
  });
  const people = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        label={t("people.search")}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={typed}
        maxLength={320}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
      />
      <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />
      {found.isSuccess && people.length === 0 && <Text c="dimmed">{t("people.nobody")}</Text>}
      <ul className={classes["rows"]} aria-busy={found.isFetching}>
        {people.map((account) => (
          <AccountRow key={account.id} account={account} isMe={account.id === me} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface AccountRowProps {
  readonly account: Account;
  readonly isMe: boolean;
}

function AccountRow({ account, isMe }: AccountRowProps) {
  const { t } = useTranslation("account");
  const roleName = useRoleName();
  const notifyError = useErrorNotification();
  const change = useChange(account.id);
  const name = `${account.first_name} ${account.last_name}`.trim() || account.email;
  const isOff = account.disabled_at !== null;
  return (
    <li className={classes["row"]}>
      <PersonMark id={account.id} name={name} />
      <div className={classes["words"]}>
        <Text fw={600}>{isMe ? t("people.you", { name }) : name}</Text>
        <Text size="sm" c="dimmed">
          {isOff ? t("people.is_disabled", { email: account.email }) : account.email}
        </Text>
      </div>
      {isMe && <Text size="sm">{roleName(account.role)}</Text>}
      {!isMe && (
        <RoleSelect
          role={account.role}
          name={name}
          onPick={async (role) => {
            await change.mutateAsync({ role });
          }}
        />
      )}
      {!isMe && isOff && (
        <Button
          variant="default"
          size="sm"
          loading={change.isPending}
          aria-label={t("people.enable_of", { name })}
          onClick={() => {
            change.mutate({ disabled: false }, { onError: notifyError });
          }}
        >
          {t("people.enable")}
        </Button>
      )}
      {!isMe && !isOff && (
        <ConfirmButton
          variant="default"
          size="sm"
          aria-label={t("people.disable_of", { name })}
          title={t("people.disable_title", { name })}
          consequence={t("people.disable_consequence")}
          verb={t("people.disable")}
          onConfirm={async () => {
            await change.mutateAsync({ disabled: true });
          }}
        >
          {t("people.disable")}
        </ConfirmButton>
      )}
    </li>
  );
}

function useChange(userId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { role?: Role; disabled?: boolean }) =>
      orThrow(api.PATCH("/api/users/{user_id}", { params: { path: { user_id: userId } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
