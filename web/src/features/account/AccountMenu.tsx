import { Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { signOut, useAuth } from "~/api/auth";
import { PersonMark } from "~/ui/PersonMark";
import { useErrorNotification } from "~/ui/useErrorNotification";

export function AccountMenu() {
  const { t } = useTranslation("account");
  const { person } = useAuth();
  const notifyError = useErrorNotification();
  if (person === null) return null;
  const { name } = person;
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: "50%", padding: 4 }}>
          <PersonMark id={person.id} name={name} />
          <VisuallyHidden>{t("menu.label", { name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={650} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {person.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={18} aria-hidden />}
          onClick={() => void signOut().catch(notifyError)}
        >
          {t("menu.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
