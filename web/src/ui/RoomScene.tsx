import classes from "~/ui/RoomScene.module.css";
import { token } from "~/ui/theme";

/** A classroom a moment before people come in: the light is there already. */
export function RoomScene() {
  return (
    <svg
      className={classes["scene"]}
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
        <linearGradient id="scene-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--scene-sky)" />
          <stop offset="1" stopColor="var(--scene-horizon)" />
        </linearGradient>
        <linearGradient id="scene-beam" x1="0" y1="0" x2=".6" y2="1">
          <stop offset="0" stopColor={token("glow")} stopOpacity="var(--scene-beam)" />
          <stop offset="1" stopColor={token("glow")} stopOpacity="0" />
        </linearGradient>
      </defs>
      <rect width="800" height="900" fill="url(#scene-wall)" />
      <path d="M0 600h800v300H0z" fill="var(--scene-floor)" />
      <path d="M0 600h800" stroke="var(--scene-edge)" strokeWidth="3" />

      <Window />
      <path d="M96 470h222l176 130H272z" fill="url(#scene-beam)" opacity=".55" />
      <path d="M272 600h222l270 300H422z" fill={token("glow")} opacity="var(--scene-pool)" />
      <Screen />

      <g strokeLinecap="round" strokeLinejoin="round">
        <Chair x={112} y={572} />
        <Chair x={350} y={604} />
        <Chair x={588} y={572} />
      </g>
    </svg>
  );
}

function Window() {
  return (
    <>
      <rect x="84" y="186" width="246" height="284" rx="10" fill="var(--scene-frame)" />
      <path
        d="M98 200h102v122H98zM214 200h102v122H214zM98 336h102v122H98zM214 336h102v122H214z"
        fill="url(#scene-sky)"
      />
      <circle cx="265" cy="262" r="30" fill="var(--scene-sun)" />
      <path d="M64 474h286" stroke="var(--scene-frame)" strokeWidth="16" strokeLinecap="round" />
    </>
  );
}

/** What is on it was drawn by somebody: it is the same by day and by night. */
function Screen() {
  return (
    <g fill="none" strokeLinecap="round">
      <rect x="412" y="216" width="316" height="206" rx="10" fill="var(--scene-screen)" />
      <path d="M450 272h124M450 306h84" stroke="#3b3f58" strokeWidth="12" />
      <path d="M450 376c38-50 64 10 100-28s58-58 90-34" stroke={token("accent")} strokeWidth="9" />
      <circle cx="664" cy="276" r="26" fill={token("accent")} />
    </g>
  );
}

interface ChairProps {
  readonly x: number;
  readonly y: number;
}

function Chair({ x, y }: ChairProps) {
  return (
    <g transform={`translate(${x} ${y})`} fill="none" stroke="var(--scene-metal)" strokeWidth="11">
      <path d="M14 12v132M86 12v132" />
      <rect x="4" y="-46" width="92" height="60" rx="14" fill={token("accent")} stroke="none" />
      <path d="M0 66h100l14 22H-14z" fill="var(--scene-seat)" />
      <path d="M-10 88v76M110 88v76" />
    </g>
  );
}
