import { token } from "~/ui/theme";

interface LogoProps {
  readonly size?: number;
}

/** A room, its window, and the light on its floor. Also public/favicon.svg. */
export function Logo({ size = 30 }: LogoProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill={token("accent")} />
      <path d="M8 17.5h9.5L28 29H15z" fill={token("glow")} fillOpacity=".5" />
      <path
        d="M8 6h4.25v5H8zM13.25 6h4.25v5h-4.25zM8 12h4.25v5.5H8zM13.25 12h4.25v5.5h-4.25z"
        fill="#FFF8EA"
      />
    </svg>
  );
}
