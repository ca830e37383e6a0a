import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import { EndDialog } from "~/features/scheduling/manage/EndDialog";

interface EndButtonProps {
  readonly sessionId: string;
}

export function EndButton({ sessionId }: EndButtonProps) {
  const { t } = useTranslation("scheduling");
  const [isAsking, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="subtle" color="danger" onClick={open}>
        {t("manage.end")}
      </Button>
      <EndDialog sessionId={sessionId} isOpen={isAsking} onClose={close} />
    </>
  );
}
