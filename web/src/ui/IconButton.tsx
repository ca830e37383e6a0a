import { ActionIcon, type ActionIconProps, type ElementProps } from "@mantine/core";
import type { Ref } from "react";

interface IconButtonProps extends ActionIconProps, ElementProps<"button", keyof ActionIconProps> {
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A sign alone that one presses, as quiet as the words it stands beside. */
export function IconButton(button: IconButtonProps) {
  return <ActionIcon variant="subtle" color="gray" c="inherit" size={40} {...button} />;
}
