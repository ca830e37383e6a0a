import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { usePageTitle } from "~/ui/usePageTitle";

interface PageTitleProps {
  readonly children: string;
  /** One quiet sentence under the title. */
  readonly lead?: string;
  /** What one comes here to do: one button, at the right. */
  readonly action?: ReactNode;
}

/** The heading of a page, and the title of its tab. */
export function PageTitle({ children, lead, action }: PageTitleProps) {
  usePageTitle(children);
  return (
    <Group justify="space-between" align="flex-end" gap="md" mb="lg">
      <Stack gap={4}>
        <Title order={1}>{children}</Title>
        {lead !== undefined && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {action}
    </Group>
  );
}
