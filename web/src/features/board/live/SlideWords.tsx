import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Editor } from "tldraw";

import classes from "~/features/board/live/live.module.css";
import type { Passage } from "~/features/board/live/reading";
import { readSlide, type SlideText } from "~/features/board/live/slideText";

/** While somebody writes or draws, what is being read does not change under the reader. */
const PAUSE_MS = 1_000;

interface SlideWordsProps {
  readonly editor: Editor;
  readonly pageId: string;
}

/**
 * The slide in words, in the order in which one would read it. tldraw hides the texts of its
 * shapes from screen readers, and says what a picture shows only until the picture is there.
 */
export function SlideWords({ editor, pageId }: SlideWordsProps) {
  const { t } = useTranslation("board");
  const { passages, strokes } = useSlideText(editor, pageId);

  function words({ kind, text }: Passage): string {
    switch (kind) {
      case "text":
        return text;
      case "picture":
        return text === "" ? t("words.picture") : t("words.picture_of", { text });
      case "video":
        return text === "" ? t("words.video") : t("words.video_of", { text });
    }
  }

  return (
    <VisuallyHidden component="div">
      {passages.map((passage, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a passage is its place and its words
        <p key={place} className={classes["words"]}>
          {words(passage)}
        </p>
      ))}
      {strokes > 0 && <p>{t("words.strokes", { count: strokes })}</p>}
    </VisuallyHidden>
  );
}

function useSlideText(editor: Editor, pageId: string): SlideText {
  const [read, setRead] = useState(() => readSlide(editor, pageId));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function readNow() {
      timer = undefined;
      setRead(readSlide(editor, pageId));
    }
    readNow();
    const stop = editor.store.listen(() => (timer ??= setTimeout(readNow, PAUSE_MS)), {
      scope: "document",
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [editor, pageId]);

  return read;
}
