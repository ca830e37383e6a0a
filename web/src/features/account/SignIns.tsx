import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { forgetToken } from "~/api/tokens";
import classes from "~/features/account/Rows.module.css";
import { browserName } from "~/features/account/browserName";
import { type SignInPlace, signInsQuery } from "~/features/account/queries";
import { useMoment } from "~/ui/useMoment";
import { announce } from "~/ui/announcer";
import { useErrorNotification } from "~/ui/useErrorNotification";

/** Where this person is signed in, and the way out of each. */
export function SignIns() {
  const { t } = useTranslation("account");
  const notifyError = useErrorNotification();
  const { data: places } = useSuspenseQuery(signInsQuery);
  const signOutEverywhere = useMutation({
    mutationFn: () => orThrow(api.POST("/api/auth/logout-everywhere")),
    onSuccess: forgetToken,
    onError: notifyError,
  });
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("sign_ins.lead")}</Text>
      <ul className={classes["rows"]}>
        {places.map((place) => (
          <SignInRow key={place.id} place={place} />
        ))}
      </ul>
      <Group>
        <Button
          variant="default"
          loading={signOutEverywhere.isPending}
          onClick={() => {
            signOutEverywhere.mutate();
          }}
        >
          {t("sign_ins.everywhere")}
        </Button>
      </Group>
    </Stack>
  );
}

interface SignInRowProps {
  readonly place: SignInPlace;
}

function SignInRow({ place }: SignInRowProps) {
  const { t } = useTranslation("account");
  const queries = useQueryClient();
  const notifyError = useErrorNotification();
  const moment = useMoment();
  const name = browserName(place.user_agent) || t("sign_ins.unknown");
  const end = useMutation({
    mutationFn: () =>
      orThrow(
        api.DELETE("/api/auth/logins/{login_id}", { params: { path: { login_id: place.id } } }),
      ),
    onSuccess: async () => {
      announce(t("sign_ins.ended", { name }));
      await queries.invalidateQueries({ queryKey: signInsQuery.queryKey });
    },
    onError: notifyError,
  });
  return (
    <li className={classes["row"]}>
      <div className={classes["words"]}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t("sign_ins.last_used", { moment: moment(place.last_used_at) })}
        </Text>
      </div>
      {place.is_current ? (
        <Badge variant="light" color="link" tt="none" size="lg">
          {t("sign_ins.here")}
        </Badge>
      ) : (
        <Button
          variant="default"
          size="sm"
          loading={end.isPending}
          aria-label={t("sign_ins.end_of", { name })}
          onClick={() => {
            end.mutate();
          }}
        >
          {t("sign_ins.end")}
        </Button>
      )}
    </li>
  );
}
