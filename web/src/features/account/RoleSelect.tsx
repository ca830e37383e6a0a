import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Role } from "~/features/account/queries";
import { useRoleName } from "~/features/account/useRoleName";
import { CancelOr } from "~/ui/CancelOr";
import { Dialog } from "~/ui/Dialog";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyDone } from "~/ui/notify";

const ROLES: readonly Role[] = ["public", "member", "instructor", "board_member", "admin"];

interface RoleSelectProps {
  readonly role: Role;
  readonly name: string;
  readonly onPick: (role: Role) => Promise<void>;
}

/** Asks before it changes anything: an arrow key is enough to pick, and the other is signed out. */
export function RoleSelect({ role, name, onPick }: RoleSelectProps) {
  const { t } = useTranslation("account");
  const roleName = useRoleName();
  const [picked, pick] = useState<Role | null>(null);
  const [isChanging, setChanging] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const shown = roleName(picked ?? role);

  async function change(to: Role) {
    setChanging(true);
    setError(null);
    try {
      await onPick(to);
      notifyDone(t("people.role_changed", { name, role: roleName(to) }));
      pick(null);
    } catch (failure) {
      setError(failure);
    } finally {
      setChanging(false);
    }
  }

  function leave() {
    pick(null);
    setError(null);
  }

  return (
    <>
      <NativeSelect
        aria-label={t("people.role_of", { name })}
        size="sm"
        value={picked ?? role}
        data={ROLES.map((one) => ({ value: one, label: roleName(one) }))}
        onChange={(event) => {
          pick(ROLES.find((one) => one === event.currentTarget.value && one !== role) ?? null);
        }}
      />
      <Dialog opened={picked !== null} onClose={leave} title={t("people.role_title", { name })}>
        <Stack>
          <Text>{t("people.role_consequence", { role: shown })}</Text>
          <ErrorNotice error={error} />
          <CancelOr onCancel={leave} hasFocus>
            <Button
              loading={isChanging}
              onClick={() => {
                if (picked !== null) void change(picked);
              }}
            >
              {t("people.role_submit")}
            </Button>
          </CancelOr>
        </Stack>
      </Dialog>
    </>
  );
}
