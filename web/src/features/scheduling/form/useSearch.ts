import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

const TYPING_MS = 200;

/** What is typed into a field that searches, once the typing rests. */
export function useSearch() {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  return { search, setTyped };
}
