import { Anchor, Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconDoorEnter } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAuth } from "~/api/auth";
import { ApiError } from "~/api/errors";
import { enterRoom, type RoomCard } from "~/features/room/door/enter";
import type { Seat } from "~/features/room/seat";
import { rememberedNames, rememberIdentity, rememberNames } from "~/live/identity";
import { PatientNotice } from "~/ui/PatientNotice";
import { Stage } from "~/ui/Stage";
import { useApiForm } from "~/ui/useApiForm";
import { usePageTitle } from "~/ui/usePageTitle";

interface EnterFormProps {
  readonly room: RoomCard;
  readonly onIn: (seat: Seat) => void;
}

/** The door: which class this is, and who comes in. */
export function EnterForm({ room, onIn }: EnterFormProps) {
  const { t } = useTranslation("room");
  const { person } = useAuth();
  const { state } = useRouter();
  const known = rememberedNames();
  usePageTitle(room.title);

  const { form, submit, isSending, error } = useApiForm({
    initialValues: {
      first_name: known?.first_name ?? person?.first_name ?? "",
      last_name: known?.last_name ?? person?.last_name ?? "",
      organisation: known?.organisation ?? "",
    },
    send: async (names) => {
      checkNames(names);
      const seat = await enterRoom(room.name, names);
      rememberNames(names);
      return seat;
    },
    onDone: (seat) => {
      rememberIdentity(seat, room.name, seat.name);
      onIn(seat);
    },
  });

  return (
    <Stage>
      <Stack gap="xl">
        <Stack gap={6}>
          <Title order={1}>{room.title}</Title>
          <Text c="dimmed" size="lg">
            {t("door.with", { name: room.trainer_name })}
          </Text>
        </Stack>
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              label={t("door.first_name")}
              autoComplete="given-name"
              maxLength={100}
              required
              withAsterisk={false}
              {...form.getInputProps("first_name")}
              key={form.key("first_name")}
            />
            <TextInput
              label={t("door.last_name")}
              autoComplete="family-name"
              maxLength={100}
              required
              withAsterisk={false}
              {...form.getInputProps("last_name")}
              key={form.key("last_name")}
            />
            <TextInput
              label={t("door.organisation")}
              autoComplete="organization"
              maxLength={200}
              {...form.getInputProps("organisation")}
              key={form.key("organisation")}
            />
            <PatientNotice error={error} onRetry={submit} />
            <Button
              type="submit"
              size="lg"
              loading={isSending}
              leftSection={<IconDoorEnter size={22} aria-hidden />}
            >
              {t("door.enter")}
            </Button>
          </Stack>
        </form>
        <Text c="dimmed">
          {t("door.what_is_kept")}{" "}
          {!person && (
            <Anchor href={`/sign-in?next=${encodeURIComponent(state.location.href)}`}>
              {t("door.sign_in")}
            </Anchor>
          )}
        </Text>
      </Stack>
    </Stage>
  );
}

/** The server would say so as well; here it costs no way there and back. */
function checkNames(names: { readonly first_name: string; readonly last_name: string }): void {
  const fields = (["first_name", "last_name"] as const)
    .filter((name) => names[name].trim() === "")
    .map((name) => ({ path: [name], code: "missing", limits: {} }));
  if (fields.length > 0) throw new ApiError(422, "invalid", { fields });
}
