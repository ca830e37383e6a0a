import { Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconDoorOff, IconPresentation } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { endClass, type OpenRoom } from "~/features/room/openRooms";
import { screenLink } from "~/features/room/share/links";
import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { IconButton } from "~/ui/IconButton";
import { notifyDone } from "~/ui/notify";
import { MAIN } from "~/ui/SkipLink";

interface RoomMenuProps {
  readonly room: OpenRoom;
}

export function RoomMenu({ room: { id, name, title } }: RoomMenuProps) {
  const { t } = useTranslation(["common", "room"]);
  const [isEnding, { open, close }] = useDisclosure();
  const target = useRef<HTMLButtonElement>(null);
  const hasEnded = useRef(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton ref={target} size={44} aria-label={t("home.room_actions", { title })}>
            <IconDots aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={screenLink(name)}
            target="_blank"
            rel="noopener"
            leftSection={<IconPresentation size={18} aria-hidden />}
          >
            {t("room:share.open_screen")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="danger"
            leftSection={<IconDoorOff size={18} aria-hidden />}
            onClick={open}
          >
            {t("room:end.verb")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        title={t("room:end.title")}
        consequence={t("room:end.consequence")}
        verb={t("room:end.verb")}
        isOpen={isEnding}
        onClose={() => {
          close();
          // The item that opened this is gone with its menu, and the menu with its room.
          (hasEnded.current ? document.getElementById(MAIN) : target.current)?.focus();
        }}
        onConfirm={async () => {
          await endClass(id);
          hasEnded.current = true;
          notifyDone(t("home.ended", { title }));
        }}
      />
    </>
  );
}
