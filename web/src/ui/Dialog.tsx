import { Modal, type ModalProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A window over the page, whose cross has a name for those who listen. */
export function Dialog(props: ModalProps) {
  const { t } = useTranslation();
  return <Modal closeButtonProps={{ "aria-label": t("close") }} {...props} />;
}
