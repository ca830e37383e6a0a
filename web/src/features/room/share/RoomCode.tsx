import { useTranslation } from "react-i18next";

import classes from "~/features/room/share/share.module.css";

interface RoomCodeProps {
  readonly name: string;
}

/** The room's link for the camera of a phone. */
export function RoomCode({ name }: RoomCodeProps) {
  const { t } = useTranslation("room");
  return (
    <img
      className={classes["code"]}
      src={`/api/rooms/${encodeURIComponent(name)}/qr.svg`}
      alt={t("share.code")}
      width={220}
      height={220}
    />
  );
}
