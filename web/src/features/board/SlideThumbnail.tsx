import "tldraw/tldraw.css";

import { useEffect, useRef, useState } from "react";

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
  const { box, address } = usePainted(
    (isWanted) => {
      const { painter, release } = painterOf(document);
      void painter.paint(pageId, width).then(isWanted, () => isWanted(null));
      return release;
    },
    [document, pageId, width],
  );
  return (
    <span ref={box} className={classes["thumbnail"]} style={{ width }}>
      {address !== null && <img src={address} alt="" draggable={false} />}
    </span>
  );
}

type Paint = (show: (picture: Blob | null) => void) => () => void;

/** Paints once its box is in sight, and again when what it depends on has changed. */
function usePainted(paint: Paint, on: readonly unknown[]) {
  const box = useRef<HTMLSpanElement>(null);
  const [isSeen, setSeen] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const latest = useRef(paint);
  latest.current = paint;

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
    let isWanted = true;
    const release = latest.current((picture) => {
      if (isWanted) setAddress(picture && URL.createObjectURL(picture));
    });
    return () => {
      isWanted = false;
      release();
    };
    // What the picture is of is what the caller says it depends on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isSeen, ...on]);

  useEffect(
    () => () => {
      if (address !== null) URL.revokeObjectURL(address);
    },
    [address],
  );

  return { box, address };
}
