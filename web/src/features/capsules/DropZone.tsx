import { type ReactNode, useState } from "react";

import classes from "~/features/capsules/list.module.css";

interface DropZoneProps {
  /** Said while a file is held above. */
  readonly label: string;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** A page on which a file may be dropped. Whoever cannot drop has a button that does the same. */
export function DropZone({ label, onFile, children }: DropZoneProps) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      className={classes["zone"]}
      onDragEnter={(event) => {
        if (event.dataTransfer.types.includes("Files")) setOver(true);
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        const file = event.dataTransfer.files[0];
        setOver(false);
        if (!file) return;
        event.preventDefault();
        onFile(file);
      }}
    >
      {children}
      {isOver && <div className={classes["over"]}>{label}</div>}
    </div>
  );
}
