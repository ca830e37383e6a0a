import { Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconLogout, IconMail, IconUserCircle, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { signOut, useAuth } from "~/api/auth";
import { PersonMark } from "~/ui/PersonMark";
import { useErrorNotification } from "~/ui/useErrorNotification";

export function AccountMenu() {
  const { t } = useTranslation("account");
  const { person, can } = useAuth();
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
          leftSection={<IconUserCircle size={18} aria-hidden />}
          renderRoot={(props) => <Link to="/profile" {...props} />}
        >
          {t("profile.title")}
        </Menu.Item>
        {can("instructor") && (
          <Menu.Item
            leftSection={<IconUsers size={18} aria-hidden />}
            renderRoot={(props) => <Link to="/people" {...props} />}
          >
            {can("admin") ? t("people.title") : t("invitations.title")}
          </Menu.Item>
        )}
        {can("admin") && (
          <Menu.Item
            leftSection={<IconMail size={18} aria-hidden />}
            renderRoot={(props) => <Link to="/outbox" {...props} />}
          >
            {t("outbox.title")}
          </Menu.Item>
        )}
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
