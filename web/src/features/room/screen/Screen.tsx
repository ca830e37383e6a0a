import { useFullscreenDocument } from "@mantine/hooks";
import { IconHandStop, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { ConnectionBar } from "~/features/room/ConnectionBar";
import classes from "~/features/room/screen/Screen.module.css";
import { useSlice } from "~/features/room/seat";
import { spokenLink } from "~/features/room/share/links";
import { RoomCode } from "~/features/room/share/RoomCode";
import { useShortcuts } from "~/features/room/shortcuts/useShortcuts";
import { Reactions } from "~/features/room/stage/Reactions";
import { RoomStage } from "~/features/room/stage/RoomStage";
import { SlidesContext, useSlidesOfRoom } from "~/features/room/stage/useSlides";
import { Main } from "~/ui/Main";
import { usePageTitle } from "~/ui/usePageTitle";

/** The room on the wall: what everyone looks at, and how to come in. It knows no names. */
export function Screen() {
  const { t } = useTranslation("room");
  const slides = useSlidesOfRoom();
  const room = useSlice("room");
  const presence = useSlice("presence") ?? { here: 0, hands: 0 };
  const { toggle } = useFullscreenDocument();
  usePageTitle(room?.title ?? "");
  useShortcuts({ f: document.fullscreenEnabled ? () => void toggle() : undefined }, true);
  if (!room) return null;
  return (
    <SlidesContext value={slides}>
      <Main className={classes["screen"]}>
        <div className={classes["stage"]}>
          <RoomStage />
          <Reactions own={null} />
        </div>
        <footer className={classes["bar"]}>
          <RoomCode name={room.name} />
          <div className={classes["join"]}>
            <span>{t("screen.join")}</span>
            <strong>{spokenLink(room.name)}</strong>
          </div>
          <ConnectionBar />
          <h1 className={classes["title"]}>{room.title}</h1>
          {presence.hands > 0 && (
            <span className={classes["count"]}>
              <IconHandStop role="img" aria-label={t("screen.hands")} />
              {presence.hands}
            </span>
          )}
          <span className={classes["count"]}>
            <IconUsers role="img" aria-label={t("screen.here")} />
            {presence.here}
          </span>
        </footer>
      </Main>
    </SlidesContext>
  );
}
