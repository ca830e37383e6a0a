import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { Picture, type PictureName } from "~/ui/Picture";

interface EmptyStateProps {
  readonly picture: PictureName;
  /** One sentence that says what will be here, and why one would want it. */
  readonly children: string;
  /** The one button that begins. */
  readonly action?: ReactNode;
}

export function EmptyState({ picture, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="md" py="xl" px="md">
      <Picture name={picture} />
      <Text ta="center" maw="26rem" style={{ textWrap: "balance" }}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
