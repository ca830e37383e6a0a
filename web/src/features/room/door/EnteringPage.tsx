import { Center, Loader, Stack, Text } from "@mantine/core";

interface EnteringPageProps {
  readonly says: string;
}

export function EnteringPage({ says }: EnteringPageProps) {
  return (
    <Center mih="100dvh" p="md">
      <Stack align="center" role="status">
        <Loader aria-hidden />
        <Text ta="center">{says}</Text>
      </Stack>
    </Center>
  );
}
