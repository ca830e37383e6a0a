import { token } from "~/ui/theme";

interface RoomSceneProps {
  readonly className?: string | undefined;
}

/** A classroom a moment before people come in: the light is there already. */
export function RoomScene({ className }: RoomSceneProps) {
  return (
    <svg
      className={className}
      viewBox="0 0 800 900"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id="scene-wall" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="var(--scene-wall-lit)" />
          <stop offset="1" stopColor="var(--scene-wall)" />
        </linearGradient>
        <linearGradient id="scene-beam" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor={token("glow")} stopOpacity=".75" />
          <stop offset="1" stopColor={token("glow")} stopOpacity="0" />
        </linearGradient>
      </defs>
      <rect width="800" height="900" fill="url(#scene-wall)" />
      <path d="M0 640h800v260H0z" fill="var(--scene-floor)" />
      <path d="M0 640h800" stroke="var(--scene-edge)" strokeWidth="3" />

      <g fill="var(--scene-sky)" stroke="var(--scene-frame)" strokeWidth="10">
        <path d="M70 130h120v150H70zM190 130h120v150H190zM70 280h120v150H70zM190 280h120v150H190z" />
      </g>
      <path d="M52 438h276" stroke="var(--scene-frame)" strokeWidth="16" strokeLinecap="round" />
      <circle cx="246" cy="212" r="34" fill={token("glow")} />
      <path d="M70 430V130h240v300l430 470H310z" fill="url(#scene-beam)" opacity=".55" />
      <path d="m262 640 196 0 240 260H402z" fill={token("glow")} opacity=".35" />

      <rect x="400" y="190" width="330" height="210" rx="10" fill="var(--scene-screen)" />
      <path
        d="M440 250h130M440 284h90"
        stroke="var(--scene-ink)"
        strokeWidth="12"
        strokeLinecap="round"
      />
      <path
        d="M440 352c40-50 66 10 104-28s60-60 92-34"
        fill="none"
        stroke={token("accent")}
        strokeWidth="9"
        strokeLinecap="round"
      />
      <circle cx="658" cy="252" r="26" fill={token("accent")} />

      <g
        fill="none"
        stroke="var(--scene-ink)"
        strokeWidth="11"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <Chair x={120} y={620} />
        <Chair x={360} y={650} />
        <Chair x={600} y={620} />
      </g>
    </svg>
  );
}

interface ChairProps {
  readonly x: number;
  readonly y: number;
}

function Chair({ x, y }: ChairProps) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect x="4" y="-40" width="92" height="58" rx="14" fill={token("accent")} stroke="none" />
      <path d="M14 18v130M86 18v130M6 66h88" />
      <path d="M0 66h100l14 22H-14z" fill="var(--scene-seat)" />
      <path d="M-10 88v76M110 88v76" />
    </g>
  );
}
