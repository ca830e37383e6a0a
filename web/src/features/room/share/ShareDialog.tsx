import { Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconPresentation } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "~/api/errors";
import { useSend, useSlice } from "~/features/room/seat";
import classes from "~/features/room/share/share.module.css";
import { roomLink, screenLink } from "~/features/room/share/links";
import { RoomCode } from "~/features/room/share/RoomCode";
import { Dialog } from "~/ui/Dialog";
import { useErrorText } from "~/ui/errorText";

interface ShareDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** How people come in: the link, its code, its name, and the screen for the wall. */
export function ShareDialog({ isOpen, onClose }: ShareDialogProps) {
  const { t } = useTranslation("room");
  const name = useSlice("room")?.name ?? "";
  const link = roomLink(name);
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t("share.title")} size="lg">
      <div className={classes["share"]}>
        <RoomCode name={name} />
        <Stack gap="lg" flex={1} miw="min(100%, 16rem)">
          <Stack gap="xs">
            <Text>{t("share.lead")}</Text>
            <TextInput
              label={t("share.link")}
              value={link}
              readOnly
              onFocus={(event) => {
                event.currentTarget.select();
              }}
            />
            <CopyLink link={link} />
          </Stack>
          <RenameLink name={name} />
          <Button
            component="a"
            href={screenLink(name)}
            target="_blank"
            rel="noopener"
            variant="default"
            leftSection={<IconPresentation size={20} aria-hidden />}
          >
            {t("share.open_screen")}
          </Button>
        </Stack>
      </div>
    </Dialog>
  );
}

function CopyLink({ link }: { readonly link: string }) {
  const { t } = useTranslation("room");
  return (
    <CopyButton value={link} timeout={2500}>
      {({ copied, copy }) => (
        <Button
          leftSection={
            copied ? <IconCheck size={20} aria-hidden /> : <IconCopy size={20} aria-hidden />
          }
          onClick={copy}
        >
          {copied ? t("share.copied") : t("share.copy")}
        </Button>
      )}
    </CopyButton>
  );
}

function RenameLink({ name }: { readonly name: string }) {
  const { t } = useTranslation(["room", "common"]);
  const errorText = useErrorText();
  const send = useSend();
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isSending, setSending] = useState(false);

  if (typed === null) {
    return (
      <Button
        variant="subtle"
        color="gray"
        c="inherit"
        onClick={() => {
          setTyped(name);
        }}
      >
        {t("share.rename")}
      </Button>
    );
  }

  async function rename(wanted: string) {
    if (wanted === name) {
      setTyped(null);
      return;
    }
    setSending(true);
    setError(null);
    const outcome = await send({ type: "room.rename", name: wanted });
    setSending(false);
    if (outcome instanceof Error) setError(new ApiError(0, outcome.code));
    else setTyped(null);
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void rename(typed.trim());
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={t("share.name")}
          description={t("share.name_rule")}
          value={typed}
          error={error && errorText(error)}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value.toLowerCase().replaceAll(/\s+/g, "-"));
          }}
        />
        <Group gap="xs">
          <Button type="submit" loading={isSending}>
            {t("share.rename_verb")}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              setTyped(null);
              setError(null);
            }}
          >
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
