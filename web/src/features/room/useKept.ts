import { useState } from "react";

import { deviceStorage, readStored, writeStored } from "~/live/storage";

/** A switch that stays as this browser left it. */
export function useKept(name: string, initially: boolean): [boolean, (value: boolean) => void] {
  const key = `salle.room.view.${name}`;
  const [value, setValue] = useState(
    () => readStored(deviceStorage(), key, isBoolean) ?? initially,
  );
  return [
    value,
    (next) => {
      setValue(next);
      writeStored(deviceStorage(), key, next);
    },
  ];
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}
