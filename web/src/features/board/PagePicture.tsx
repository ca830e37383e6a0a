import { useEffect, useRef, useState } from "react";
import type { Editor } from "tldraw";

import { BlobImage } from "~/features/board/BlobImage";
import classes from "~/features/board/board.module.css";
import type { Painter } from "~/features/board/painter";

/** After the first stroke; and as long as somebody goes on drawing, not more often than this. */
const SOON_MS = 600;
const PAUSE_MS = 4_000;

interface PagePictureProps {
  readonly editor: Editor;
  readonly painter: Painter;
  readonly pageId: string;
  /** Pictures that exist already: painting costs the browser far more than fetching. */
  readonly readyPicture?: ReadyPicture | undefined;
}

/** A picture of a slide as it was when the document was opened; null if there is none. */
export type ReadyPicture = (pageId: string) => Promise<Blob | null>;

/** The picture of a slide that is being worked on, painted again when something on it changed. */
export function PagePicture({ editor, painter, pageId, readyPicture }: PagePictureProps) {
  const box = useRef<HTMLSpanElement>(null);
  const [picture, setPicture] = useState<Blob | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let isGone = false;
    let isSeen = false;
    let isStale = true;
    let isFirst = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let paintedAt = 0;

    function paint() {
      clearTimeout(timer);
      timer = undefined;
      if (!isSeen || !isStale || !element) return;
      isStale = false;
      paintedAt = Date.now();
      const paintIt = () => painter.paint(pageId, element.clientWidth || 140);
      const ready = isFirst ? readyPicture?.(pageId).catch(() => null) : undefined;
      const wanted = ready ? ready.then((known) => known ?? paintIt()) : paintIt();
      isFirst = false;
      void wanted.then(
        (painted) => {
          if (!isGone) setPicture(painted);
        },
        () => {
          isStale = true;
        },
      );
    }

    const sight = new IntersectionObserver(([entry]) => {
      isSeen = entry?.isIntersecting ?? false;
      paint();
    });
    sight.observe(element);

    const stop = editor.store.listen(
      ({ changes }) => {
        const touched = [
          ...Object.values(changes.added),
          ...Object.values(changes.updated).map(([, after]) => after),
          ...Object.values(changes.removed),
        ];
        const isHere = touched.some(
          (record) =>
            record.typeName === "shape" &&
            (record.parentId === pageId || editor.getAncestorPageId(record) === pageId),
        );
        if (!isHere) return;
        isStale = true;
        isFirst = false;
        timer ??= setTimeout(paint, Math.max(SOON_MS, paintedAt + PAUSE_MS - Date.now()));
      },
      { scope: "document" },
    );
    return () => {
      isGone = true;
      clearTimeout(timer);
      sight.disconnect();
      stop();
    };
  }, [editor, painter, pageId, readyPicture]);

  return (
    <span ref={box} className={classes["thumbnail"]}>
      {picture && <BlobImage picture={picture} />}
    </span>
  );
}
