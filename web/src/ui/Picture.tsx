import type { ReactNode } from "react";

import { token } from "~/ui/theme";

const ink = token("quiet-ink");
const paper = token("surface");
const glow = token("glow");
const accent = token("accent");
const line = {
  stroke: ink,
  strokeWidth: 2.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/** Each is drawn on 160 × 120 with the same pen and one spot of light. */
const pictures = {
  slides: (
    <>
      <path d="M44 38h84v54H44z" fill={paper} {...line} opacity=".55" />
      <path d="M36 30h84v54H36z" fill={paper} {...line} />
      <path d="M36 30h84v54z" fill={glow} opacity=".45" />
      <path d="M50 46h34M50 58h22" fill="none" {...line} />
      <circle cx="98" cy="64" r="9" fill={accent} />
    </>
  ),
  questions: (
    <>
      <path
        d="M30 26h76a8 8 0 0 1 8 8v36a8 8 0 0 1-8 8H64L46 94V78H30a8 8 0 0 1-8-8V34a8 8 0 0 1 8-8z"
        fill={paper}
        {...line}
      />
      <path d="M24 60 88 27h18a8 8 0 0 1 8 8v8L50 77H30a8 8 0 0 1-6-9z" fill={glow} opacity=".4" />
      <path d="m38 44 5 5 9-10M38 62l5 5 9-10" fill="none" {...line} stroke={accent} />
      <path d="M64 44h34M64 62h24" fill="none" {...line} />
      <circle cx="130" cy="80" r="12" fill={paper} {...line} />
      <path d="M126 80h8M130 76v8" fill="none" {...line} />
    </>
  ),
  report: (
    <>
      <path d="M48 18h46l20 20v66H48z" fill={paper} {...line} />
      <path d="M94 18v20h20" fill="none" {...line} />
      <path d="M48 104V64l66-26v66z" fill={glow} opacity=".4" />
      <path d="M62 90V76M76 90V62M90 90V70" fill="none" {...line} strokeWidth={6} />
      <path d="m60 54 14-10 12 6 12-12" fill="none" {...line} stroke={accent} />
    </>
  ),
  door: (
    <>
      <path d="M80 100h52l-22 14H62z" fill={glow} opacity=".6" />
      <path d="M56 18h48v82H56z" fill={glow} {...line} />
      <path d="m56 18 30 10v82l-30-10z" fill={paper} {...line} />
      <circle cx="79" cy="68" r="3.5" fill={accent} />
      <path d="M22 100h34M104 100h34" fill="none" {...line} />
    </>
  ),
  unplugged: (
    <>
      <path d="M20 84c22 0 18-32 40-32" fill="none" {...line} />
      <path d="M60 40h14a12 12 0 0 1 0 24H60z" fill={paper} {...line} />
      <path d="M86 46h9M86 58h9" fill="none" {...line} />
      <path d="M110 40h10v24h-10a12 12 0 0 1 0-24z" fill={glow} {...line} />
      <path d="M120 52c14 0 10 20 22 20" fill="none" {...line} />
      <path d="m92 24 4-9M102 28l8-7" fill="none" {...line} stroke={accent} />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type PictureName = keyof typeof pictures;

interface PictureProps {
  readonly name: PictureName;
}

/** Decoration: the sentence beside it says the same. */
export function Picture({ name }: PictureProps) {
  return (
    <svg width="160" height="120" viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      {pictures[name]}
    </svg>
  );
}
