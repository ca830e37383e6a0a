import { Button, Group, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { roomName } from "~/features/room/roomName";

interface JoinFormProps {
  /** Whether joining is what one comes to this page for. */
  readonly isMain?: boolean;
}

/** The way in for those who were told a room's name, or copied its whole address. */
export function JoinForm({ isMain = false }: JoinFormProps) {
  const { t } = useTranslation("room");
  const { history } = useRouter();

  function join(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("room");
    const name = typeof typed === "string" ? roomName(typed) : "";
    if (name !== "") history.push(`/r/${encodeURIComponent(name)}`);
  }

  return (
    <form onSubmit={join}>
      <Group align="flex-end" gap="sm" wrap="nowrap">
        <TextInput
          name="room"
          label={t("join.room")}
          placeholder={t("join.example")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          required
          withAsterisk={false}
          flex={1}
          maw="24rem"
        />
        <Button type="submit" variant={isMain ? "filled" : "default"}>
          {t("join.enter")}
        </Button>
      </Group>
    </form>
  );
}
