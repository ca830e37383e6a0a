import { Anchor, Button, CopyButton, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy, IconPencil, IconReportAnalytics } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { visitLink } from "~/features/scheduling/links";
import { Attendance } from "~/features/scheduling/manage/Attendance";
import { CancelButton } from "~/features/scheduling/manage/CancelButton";
import { EndButton } from "~/features/scheduling/manage/EndButton";
import { InviteButton } from "~/features/scheduling/manage/InviteButton";
import classes from "~/features/scheduling/manage/manage.module.css";
import { Registrations } from "~/features/scheduling/manage/Registrations";
import { saveAttendanceSheet, saveRegistrationSheet } from "~/features/scheduling/manage/sheet";
import { StartButton } from "~/features/scheduling/manage/StartButton";
import { hasTakenPlace, type Session } from "~/features/scheduling/queries";
import { SessionFacts } from "~/features/scheduling/SessionFacts";
import { StatusBadge } from "~/features/scheduling/StatusBadge";
import { SheetButton } from "~/ui/SheetButton";
import { usePageTitle } from "~/ui/usePageTitle";

interface SessionPageProps {
  readonly session: Session;
}

/** `/sessions/{id}`: for those who lead it. */
export function SessionPage({ session }: SessionPageProps) {
  const { t } = useTranslation("scheduling");
  const { id, title, status, description, report_id } = session;
  usePageTitle(title);
  const isOpen = status === "scheduled" || status === "live";
  return (
    <div className={classes["page"]}>
      <div className={classes["head"]}>
        <StatusBadge session={session} />
        <Title order={1} className={classes["title"] ?? ""}>
          {title}
        </Title>
        <SessionFacts session={session} />
        {description !== "" && <p className={classes["text"]}>{description}</p>}
      </div>
      <Stack className={classes["aside"] ?? ""} gap="md">
        {isOpen && session.is_host && <StartButton session={session} />}
        {isOpen && <ShareLink session={session} />}
        {report_id !== null && (
          <Button
            size="lg"
            fullWidth
            leftSection={<IconReportAnalytics size={22} aria-hidden />}
            renderRoot={(props) => (
              <Link to="/reports/$room_id" params={{ room_id: report_id }} {...props} />
            )}
          >
            {t("presence.report")}
          </Button>
        )}
        <Group gap="xs">
          {isOpen && (
            <Button
              variant="default"
              leftSection={<IconPencil size={18} aria-hidden />}
              renderRoot={(props) => <Link to="/sessions/$id/edit" params={{ id }} {...props} />}
            >
              {t("manage.edit")}
            </Button>
          )}
          {status === "scheduled" && <CancelButton session={session} />}
          {status === "live" && <EndButton sessionId={id} />}
        </Group>
      </Stack>
      <div className={classes["people"]}>
        {status === "ended" && hasTakenPlace(session) && (
          <section aria-labelledby="attendance">
            <Group justify="space-between" gap="sm">
              <Title order={2} id="attendance">
                {t("presence.title")}
              </Title>
              <SheetButton save={() => saveAttendanceSheet(id)}>{t("presence.sheet")}</SheetButton>
            </Group>
            <Attendance session={session} />
          </section>
        )}
        <section aria-labelledby="registrations">
          <Group justify="space-between" mb="md" gap="sm">
            <Title order={2} id="registrations">
              {t("manage.registrations")}
            </Title>
            <Group gap="xs">
              <SheetButton save={() => saveRegistrationSheet(id)}>{t("manage.sheet")}</SheetButton>
              {isOpen && <InviteButton sessionId={id} />}
            </Group>
          </Group>
          <Registrations sessionId={id} isOpen={isOpen} />
        </section>
      </div>
    </div>
  );
}

function ShareLink({ session }: SessionPageProps) {
  const { t } = useTranslation("scheduling");
  const link = visitLink(session.id);
  return (
    <Paper withBorder p="md">
      <Text fw={650}>{t("manage.share")}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {shareHint()}
      </Text>
      <Anchor
        className={classes["link"] ?? ""}
        renderRoot={(props) => <Link to="/s/$id" params={{ id: session.id }} {...props} />}
      >
        {link.replace(/^https?:\/\//, "")}
      </Anchor>
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button
            mt="sm"
            variant="default"
            size="sm"
            leftSection={
              copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />
            }
            onClick={copy}
          >
            {copied ? t("manage.copied") : t("manage.copy")}
          </Button>
        )}
      </CopyButton>
    </Paper>
  );

  function shareHint(): string {
    if (session.is_public) return t("form.public_hint");
    return session.members_only ? t("form.members_hint") : t("form.invited_hint");
  }
}
