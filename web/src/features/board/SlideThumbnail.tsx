import "tldraw/tldraw.css";

import { useEffect, useRef, useState } from "react";

import { BlobImage } from "~/features/board/BlobImage";
import classes from "~/features/board/board.module.css";
import { painterOf } from "~/features/board/painter";

interface SlideThumbnailProps {
  /** As for `BoardView`; keep the object: all thumbnails of one object share the work. */
  readonly document: unknown;
  readonly pageId: string;
  /** In CSS pixels; the height follows. */
  readonly width: number;
}

/** A small picture of a slide, painted when it comes into sight. Whoever shows it names it. */
export function SlideThumbnail({ document, pageId, width }: SlideThumbnailProps) {
  const box = useRef<HTMLSpanElement>(null);
  const [isSeen, setSeen] = useState(false);
  const [picture, setPicture] = useState<Blob | null>(null);

  useEffect(() => {
    if (!box.current) return undefined;
    const sight = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setSeen(true);
      },
      { rootMargin: "200px" },
    );
    sight.observe(box.current);
    return () => {
      sight.disconnect();
    };
  }, []);

  useEffect(() => {
    if (!isSeen) return undefined;
    let isGone = false;
    const { painter, release } = painterOf(document);
    painter.paint(pageId, width).then(
      (painted) => {
        if (!isGone) setPicture(painted);
      },
      () => {
        // White paper: the slide itself will say what is wrong with it.
      },
    );
    return () => {
      isGone = true;
      release();
    };
  }, [isSeen, document, pageId, width]);

  return (
    <span ref={box} className={classes["thumbnail"]} style={{ width }}>
      {picture && <BlobImage picture={picture} />}
    </span>
  );
}
