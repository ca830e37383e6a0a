import { VisuallyHidden } from "@mantine/core";

import { useSpoken } from "~/ui/announcer";

/** Once per page, at its root: says what `announce` is given. */
export function LiveRegion() {
  const text = useSpoken();
  return (
    <VisuallyHidden role="status" aria-live="polite" aria-atomic="true">
      {text}
    </VisuallyHidden>
  );
}
