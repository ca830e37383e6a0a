import { Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

import { Stage } from "~/ui/Stage";
import { usePageTitle } from "~/ui/usePageTitle";

interface NoticePageProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The next step. */
  readonly action?: ReactNode;
}

/** The room is not here for this person: what happened, and what to do now. */
export function NoticePage({ title, children, action }: NoticePageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);

  useEffect(() => {
    heading.current?.focus();
  }, []);

  return (
    <Stage>
      <Stack gap="lg" align="flex-start">
        <Stack gap="sm" maw="100%">
          <Title ref={heading} order={1} tabIndex={-1} style={{ outline: "none" }}>
            {title}
          </Title>
          {typeof children === "string" ? <Text>{children}</Text> : children}
        </Stack>
        {action}
      </Stack>
    </Stage>
  );
}
