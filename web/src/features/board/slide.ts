import { DEFAULT_EMBED_DEFINITIONS, type TLCameraOptions, type TLEmbedDefinition } from "tldraw";

/** A page is a slide of this size, in the units of the board; its corner is the origin. */
export const SLIDE = { width: 1920, height: 1080 } as const;

/** One sees the slide and a little of what is around it; one cannot lose it. */
export function slideCamera(padding: number, isLocked: boolean): TLCameraOptions {
  return {
    isLocked,
    wheelBehavior: isLocked ? "none" : "pan",
    panSpeed: 1,
    zoomSpeed: 1,
    zoomSteps: [0.5, 1, 1.5, 2, 3, 4, 6, 8],
    constraints: {
      bounds: { x: 0, y: 0, w: SLIDE.width, h: SLIDE.height },
      padding: { x: padding, y: padding },
      origin: { x: 0.5, y: 0.5 },
      initialZoom: "fit-max",
      baseZoom: "fit-max",
      behavior: isLocked ? "fixed" : "contain",
    },
  };
}

/** Videos are all that comes from elsewhere, and YouTube without its cookies is all of those. */
export const embeds: TLEmbedDefinition[] = DEFAULT_EMBED_DEFINITIONS.filter(
  ({ type }) => type === "youtube",
).map((youtube) => ({
  ...youtube,
  hostnames: [...youtube.hostnames, "www.youtube-nocookie.com"],
  toEmbedUrl: (url: string) =>
    youtube.toEmbedUrl(url)?.replace("//www.youtube.com/", "//www.youtube-nocookie.com/"),
  fromEmbedUrl: (url: string) =>
    youtube.fromEmbedUrl(url.replace("//www.youtube-nocookie.com/", "//www.youtube.com/")),
}));
