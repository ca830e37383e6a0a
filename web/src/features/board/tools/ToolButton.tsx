import { ActionIcon, Tooltip } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";

import classes from "~/features/board/tools/tools.module.css";

/** Where there is room for words about a button. */
export type Side = "top" | "right" | "bottom";

type Rest = Omit<React.ComponentProps<"button">, "color">;

interface ToolButtonProps extends Rest {
  readonly icon: Icon;
  readonly label: string;
  readonly side: Side;
  /** For what one chooses: undefined is for what one does. */
  readonly isOn?: boolean;
  readonly isOff?: boolean;
  readonly isExpanded?: boolean;
  readonly colour?: string;
}

/** What is not named here goes to the button: a popover hangs on it by that. */
export function ToolButton(props: ToolButtonProps) {
  const {
    icon: Shown,
    label,
    side,
    isOn,
    isOff = false,
    isExpanded,
    colour,
    className = "",
    ...rest
  } = props;
  return (
    <Tooltip label={label} position={side} disabled={isExpanded ?? false}>
      <ActionIcon
        {...rest}
        className={`${classes["tool"]} ${className}`}
        variant={isOn ? "light" : "subtle"}
        color={isOn ? "accent" : "gray"}
        c={colour ?? (isOn ? "accent" : "inherit")}
        size={44}
        disabled={isOff}
        aria-label={label}
        aria-pressed={isOn}
      >
        <Shown size={22} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
