import {
  Button,
  NumberInput,
  Paper,
  Radio,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { AssistantsField } from "~/features/scheduling/form/AssistantsField";
import { CapsuleField, EventField } from "~/features/scheduling/form/BelongsFields";
import classes from "~/features/scheduling/form/form.module.css";
import { RepeatFields } from "~/features/scheduling/form/RepeatFields";
import type { SessionValues } from "~/features/scheduling/form/values";
import { WhenFields } from "~/features/scheduling/form/WhenFields";
import type { Session } from "~/features/scheduling/queries";
import { CancelOr } from "~/ui/CancelOr";
import { ErrorNotice } from "~/ui/ErrorNotice";
import type { useApiForm } from "~/ui/useApiForm";

type SessionFormState = ReturnType<typeof useApiForm<SessionValues, unknown>>;

interface SessionFormProps {
  readonly state: SessionFormState;
  /** The one that is edited; a new one may repeat. */
  readonly session?: Session;
  /** Above the button. */
  readonly notice?: ReactNode;
  readonly verb: string;
  readonly onLeave: () => void;
}

const TAGS = 20;
const MOST_LEVEL = 50;

export function SessionForm({ state, session, notice, verb, onLeave }: SessionFormProps) {
  const { t } = useTranslation("scheduling");
  const { form, submit, isSending, error } = state;
  return (
    <form onSubmit={submit} noValidate className={classes["form"]}>
      <Part title={t("form.what")}>
        <TextInput
          {...form.getInputProps("title")}
          key={form.key("title")}
          label={t("form.title")}
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <CapsuleField form={form} />
        <Textarea
          {...form.getInputProps("description")}
          key={form.key("description")}
          label={t("form.description")}
          description={t("form.description_hint")}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={2000}
        />
      </Part>
      <Part title={t("form.when")}>
        <WhenFields form={form} />
        {session === undefined && <RepeatFields form={form} />}
      </Part>
      <Part title={t("form.who")}>
        <Radio.Group
          {...form.getInputProps("who_sees")}
          key={form.key("who_sees")}
          label={t("form.who_sees")}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="public" label={t("form.public")} description={t("form.public_hint")} />
            <Radio value="members" label={t("form.members")} description={t("form.members_hint")} />
            <Radio value="invited" label={t("form.invited")} description={t("form.invited_hint")} />
          </Stack>
        </Radio.Group>
        <NumberInput
          {...form.getInputProps("capacity")}
          key={form.key("capacity")}
          className={classes["narrow"] ?? ""}
          label={t("form.capacity")}
          description={t("form.capacity_hint")}
          size="md"
          min={1}
          max={10_000}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
        />
        <AssistantsField form={form} known={session?.assistants ?? []} />
      </Part>
      <Part title={t("form.more")}>
        <EventField form={form} />
        <TextInput
          {...form.getInputProps("skill_level")}
          key={form.key("skill_level")}
          className={classes["narrow"] ?? ""}
          label={t("form.skill_level")}
          description={t("form.skill_level_hint")}
          maxLength={MOST_LEVEL}
          autoComplete="off"
        />
        <TagsInput
          {...form.getInputProps("topics")}
          key={form.key("topics")}
          label={t("form.topics")}
          description={t("form.tags_hint")}
          size="md"
          maxTags={TAGS}
        />
        <TagsInput
          {...form.getInputProps("tags")}
          key={form.key("tags")}
          label={t("form.tags")}
          description={t("form.tags_hint")}
          size="md"
          maxTags={TAGS}
        />
        <Switch
          {...form.getInputProps("chat_enabled", { type: "checkbox" })}
          key={form.key("chat_enabled")}
          label={t("form.chat")}
          size="md"
        />
      </Part>
      <Stack gap="md">
        {notice ?? <ErrorNotice error={error} />}
        <CancelOr onCancel={onLeave}>
          <Button type="submit" loading={isSending}>
            {verb}
          </Button>
        </CancelOr>
      </Stack>
    </form>
  );
}

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ title, children }: PartProps) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Title order={2} mb="md">
        {title}
      </Title>
      <Stack gap="md">{children}</Stack>
    </Paper>
  );
}
