import { useEffect, useEffectEvent, useState } from "react";

import classes from "~/features/capsules/list.module.css";

interface DropZoneProps {
  /** Said while a file is held above. */
  readonly label: string;
  readonly onFile: (file: File) => void;
}

/**
 * The whole page takes a file that is dropped on it: beside the list the browser would leave the
 * page to show it. Whoever cannot drop has a button that does the same.
 */
export function DropZone({ label, onFile }: DropZoneProps) {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent(onFile);

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const page = document.documentElement;
    page.addEventListener("dragenter", (event) => setOver(hasFiles(event)), { signal });
    page.addEventListener(
      "dragover",
      (event) => {
        if (hasFiles(event)) event.preventDefault();
      },
      { signal },
    );
    page.addEventListener(
      "dragleave",
      ({ relatedTarget }) => {
        if (relatedTarget === null) setOver(false);
      },
      { signal },
    );
    page.addEventListener(
      "drop",
      (event) => {
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        take(file);
      },
      { signal },
    );
    return () => leaving.abort();
  }, []);

  return isOver && <div className={classes["over"]}>{label}</div>;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") ?? false;
}
