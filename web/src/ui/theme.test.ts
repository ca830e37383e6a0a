import { expect, test } from "vitest";

import { colourOfPerson, peopleColours, type Token, tokens } from "~/ui/theme";

type Triple = readonly [number, number, number];

/** Linear light, red green blue. */
function light(hex: string): Triple {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function contrast(a: string, b: string): number {
  const luminance = (hex: string) => dot([0.2126, 0.7152, 0.0722], light(hex));
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function times(matrix: readonly [Triple, Triple, Triple], b: Triple): Triple {
  return [dot(matrix[0], b), dot(matrix[1], b), dot(matrix[2], b)];
}

/** Where a colour is in OKLab, where distance is about what the eye sees. */
function oklab(linear: Triple): Triple {
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    linear,
  ).map((value) => Math.cbrt(Math.max(0, value)));
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [l ?? 0, m ?? 0, s ?? 0],
  );
}

/** Full colour blindness in linear light, after Machado, Oliveira and Fernandes (2009). */
const eyes: Record<string, readonly [Triple, Triple, Triple]> = {
  "common vision": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

test.each(Object.entries(eyes))("people's colours stay apart with %s", (_name, eye) => {
  const seen = peopleColours.map(({ fill }) => oklab(times(eye, light(fill))));
  const distances = seen.flatMap((a, index) =>
    seen.slice(index + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  expect(Math.min(...distances)).toBeGreaterThan(0.07);
});

test("people's colours differ in lightness alone", () => {
  const lightness = peopleColours
    .map(({ fill }) => oklab(light(fill))[0])
    .toSorted((a, b) => a - b);
  const steps = lightness.slice(1).map((value, index) => value - (lightness[index] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThan(0.02);
});

test.each(peopleColours)("initials are readable on $fill", ({ fill, ink }) => {
  expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
});

test("the same person has the same colour, and people share the twelve evenly", () => {
  expect(colourOfPerson("p-1")).toBe(colourOfPerson("p-1"));
  const used = new Set(Array.from({ length: 200 }, (_, index) => colourOfPerson(`p-${index}`)));
  expect(used.size).toBe(peopleColours.length);
});

const texts: Token[] = ["ink", "quiet-ink", "link", "success", "warning", "danger"];
const schemes = ["light", "dark"] as const;

test.each(schemes)("text passes AA on every surface in %s", (scheme) => {
  for (const name of texts) {
    for (const ground of ["paper", "surface"] as const) {
      const ratio = contrast(tokens[name][scheme], tokens[ground][scheme]);
      expect(ratio, `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast(tokens["on-accent"][scheme], tokens.accent[scheme])).toBeGreaterThanOrEqual(4.5);
  expect(contrast(tokens["quiet-ink"][scheme], tokens.raised[scheme])).toBeGreaterThanOrEqual(4.5);
  expect(contrast(tokens.edge[scheme], tokens.surface[scheme])).toBeGreaterThanOrEqual(3);
});
