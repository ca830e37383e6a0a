import { useFullscreenDocument, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";

import { useFocusOn } from "~/features/activities/run/useFocusOn";
import { ConnectionBar } from "~/features/room/ConnectionBar";
import { Controls } from "~/features/room/controls/Controls";
import { useAcknowledged } from "~/features/room/controls/useAcknowledged";
import { useHand } from "~/features/room/controls/useHand";
import { EndDialog } from "~/features/room/EndDialog";
import { Panel, type PanelTab } from "~/features/room/panel/Panel";
import { useUnread } from "~/features/room/panel/useUnread";
import classes from "~/features/room/Room.module.css";
import { useConnection, useIsTrainer, useSlice } from "~/features/room/seat";
import { ShareDialog } from "~/features/room/share/ShareDialog";
import { ShortcutsDialog } from "~/features/room/shortcuts/ShortcutsDialog";
import { useShortcuts } from "~/features/room/shortcuts/useShortcuts";
import { Filmstrip } from "~/features/room/stage/Filmstrip";
import { Reactions } from "~/features/room/stage/Reactions";
import { RoomStage } from "~/features/room/stage/RoomStage";
import { useRunSteps } from "~/features/room/stage/useRunSteps";
import { SlidesContext, useSlidesOfRoom } from "~/features/room/stage/useSlides";
import { TopBar } from "~/features/room/TopBar";
import { useAnnouncements } from "~/features/room/useAnnouncements";
import { useKept } from "~/features/room/useKept";
import type { Page, Reaction } from "~/live/frames";
import { Main } from "~/ui/Main";
import { MAIN, SkipLink } from "~/ui/SkipLink";
import { usePageTitle } from "~/ui/usePageTitle";

const PHONE = "(max-width: 47.99em)";

/** The room with everything in it, for its trainer and for participants. */
export function Room() {
  const isTrainer = useIsTrainer();
  const connection = useConnection();
  const isPhone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const slides = useSlidesOfRoom();
  const activity = useSlice("activity");
  const [hasFilmstrip, setFilmstrip] = useKept("filmstrip", true);
  const [hasPanel, setPanel] = useKept("panel", true);
  const [hasLetters, setLetters] = useKept("letters", true);
  const [tab, setTab] = useState<PanelTab>(isTrainer ? "people" : "chat");
  const [dialog, setDialog] = useState<"share" | "shortcuts" | "end" | null>(null);
  const [reaction, setReaction] = useState<{ emoji: Reaction; at: number } | null>(null);
  const { toggle: toggleFull, fullscreen: isFull } = useFullscreenDocument();
  const { toggle: toggleHand } = useHand();
  const { next: nextStep } = useRunSteps();
  const isPanelShown = isPhone || hasPanel;
  const unread = useUnread(isPanelShown && tab === "chat");
  const canFilm = slides.open.length > 0;
  usePageTitle(useSlice("room")?.title ?? "");
  useFocusOn(MAIN);
  useAnnouncements();
  useAcknowledged();

  function openTab(next: PanelTab) {
    if (isFull) void toggleFull();
    setPanel(true);
    setTab(next);
  }

  const turn = (page: Page | undefined) => () => {
    if (page && !activity) slides.show(page.id);
  };
  useShortcuts(
    {
      ArrowLeft: turn(slides.previous),
      PageUp: turn(slides.previous),
      ArrowRight: turn(slides.next),
      PageDown: turn(slides.next),
      n: isTrainer ? nextStep : undefined,
      h: isTrainer ? undefined : toggleHand,
      a: isTrainer
        ? () => {
            openTab("activities");
          }
        : undefined,
      c: () => {
        openTab("chat");
      },
      p: () => {
        openTab("people");
      },
      s:
        canFilm && !isPhone
          ? () => {
              setFilmstrip(!hasFilmstrip);
            }
          : undefined,
      f: document.fullscreenEnabled ? () => void toggleFull() : undefined,
      "?": () => {
        setDialog("shortcuts");
      },
    },
    hasLetters,
  );

  return (
    <SlidesContext value={slides}>
      <div
        className={classes["room"]}
        data-full={isFull || undefined}
        // A phone belongs to the activity while one has to answer; who leads it needs both.
        data-running={activity ? (isTrainer ? "led" : "answered") : undefined}
      >
        <SkipLink />
        <div className={classes["top"]}>
          <TopBar
            filmstrip={
              isPhone || !canFilm
                ? null
                : {
                    isOpen: hasFilmstrip,
                    onToggle: () => {
                      setFilmstrip(!hasFilmstrip);
                    },
                  }
            }
            panel={
              isPhone
                ? null
                : {
                    isOpen: hasPanel,
                    onToggle: () => {
                      setPanel(!hasPanel);
                    },
                  }
            }
            onShare={() => {
              setDialog("share");
            }}
            onPeople={() => {
              openTab("people");
            }}
            onShortcuts={() => {
              setDialog("shortcuts");
            }}
            onEnd={() => {
              setDialog("end");
            }}
            isPhone={isPhone}
          />
          <ConnectionBar />
        </div>
        {canFilm && hasFilmstrip && !isPhone && (
          <div className={classes["filmstrip"]}>
            <Filmstrip width={132} />
          </div>
        )}
        <Main className={classes["main"]}>
          <div className={classes["canvas"]}>
            <RoomStage />
            <Reactions own={reaction} />
            <div className={classes["controls"]}>
              <Controls
                onReact={(emoji) => {
                  connection.signal({ kind: "reaction", emoji });
                  setReaction({ emoji, at: Date.now() });
                }}
                isFull={isFull}
                onFull={document.fullscreenEnabled ? () => void toggleFull() : undefined}
              />
            </div>
          </div>
        </Main>
        {isPanelShown && (
          <aside className={classes["panel"]}>
            <Panel tab={tab} onTab={setTab} unread={unread} hasSlides={isPhone && canFilm} />
          </aside>
        )}
      </div>
      <ShareDialog
        isOpen={dialog === "share"}
        onClose={() => {
          setDialog(null);
        }}
      />
      <EndDialog
        isOpen={dialog === "end"}
        onClose={() => {
          setDialog(null);
        }}
      />
      <ShortcutsDialog
        isOpen={dialog === "shortcuts"}
        onClose={() => {
          setDialog(null);
        }}
        hasLetters={hasLetters}
        onLetters={setLetters}
      />
    </SlidesContext>
  );
}
