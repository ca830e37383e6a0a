import {
  Anchor,
  Button,
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Paper,
  PasswordInput,
  Textarea,
  TextInput,
  virtualColor,
} from "@mantine/core";

/** Every colour of Salle by its name, for daylight and for a dark room. */
export const tokens = {
  paper: { light: "#FBFAF7", dark: "#14161F" },
  surface: { light: "#FFFFFF", dark: "#1C1F2B" },
  raised: { light: "#F4F1EA", dark: "#262A39" },
  ink: { light: "#1C1F2E", dark: "#ECEAE4" },
  "quiet-ink": { light: "#5A6072", dark: "#A5AABB" },
  line: { light: "#E4E1DA", dark: "#2E3242" },
  /** The edge of what one types or picks in: 3:1 on paper, as WCAG 1.4.11 asks. */
  edge: { light: "#8B8C93", dark: "#6C7288" },
  accent: { light: "#C8412B", dark: "#F0705A" },
  "on-accent": { light: "#FFFFFF", dark: "#14161F" },
  link: { light: "#2F3A8F", dark: "#A9B4FF" },
  success: { light: "#2E7D4F", dark: "#6CC590" },
  warning: { light: "#8F5D0F", dark: "#E6B35A" },
  danger: { light: "#B3261E", dark: "#FF8A80" },
  /** The light that falls into the room, in the logo and in pictures. */
  glow: { light: "#FFE3B3", dark: "#FFD58F" },
} as const;

export type Token = keyof typeof tokens;

/** For inline styles and SVG: `fill={token("glow")}`. In CSS: `var(--salle-glow)`. */
export function token(name: Token): string {
  return `var(--salle-${name})`;
}

/**
 * The colours of people. They stay apart in lightness and for the three kinds of colour blindness
 * (theme.test.ts measures it); neighbours in this order differ most.
 */
export const peopleColours = [
  { fill: "#3D3B8A", ink: "#FFFFFF" },
  { fill: "#D2A908", ink: "#14161F" },
  { fill: "#0B726E", ink: "#FFFFFF" },
  { fill: "#AA87F2", ink: "#14161F" },
  { fill: "#774A03", ink: "#FFFFFF" },
  { fill: "#15A68A", ink: "#14161F" },
  { fill: "#8256BF", ink: "#FFFFFF" },
  { fill: "#D4D294", ink: "#14161F" },
  { fill: "#B5781C", ink: "#14161F" },
  { fill: "#9BBFFD", ink: "#14161F" },
  { fill: "#5A2800", ink: "#FFFFFF" },
  { fill: "#7FF0E6", ink: "#14161F" },
] as const;

export type PersonColour = (typeof peopleColours)[number];

export function colourAt(place: number): PersonColour {
  return peopleColours[place % peopleColours.length] ?? peopleColours[0];
}

/** The same id has the same colour on every screen. */
export function colourOfPerson(id: string): PersonColour {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return colourAt(hash);
}

/** Ten steps from pale to deep, as Mantine wants them; step 6 is the colour itself. */
const vermilion: MantineColorsTuple = [
  "#FDF0EC",
  "#FADDD6",
  "#F3BAAE",
  "#EB9683",
  "#E37660",
  "#D65A43",
  "#C8412B",
  "#B03723",
  "#932E1D",
  "#742417",
];
const coral: MantineColorsTuple = [
  "#FFF1EE",
  "#FFE0DA",
  "#FFC9BF",
  "#FBB0A3",
  "#F79B8A",
  "#F48472",
  "#F0705A",
  "#E2604A",
  "#C8503C",
  "#A8402F",
];
const indigo: MantineColorsTuple = [
  "#EEF0FB",
  "#DADEF4",
  "#B5BCE6",
  "#8F99D7",
  "#6D79C6",
  "#4A57AE",
  "#2F3A8F",
  "#28327C",
  "#202867",
  "#181F52",
];
const periwinkle: MantineColorsTuple = [
  "#F3F4FF",
  "#E6E9FF",
  "#D7DCFF",
  "#C7CEFF",
  "#BCC5FF",
  "#B2BCFF",
  "#A9B4FF",
  "#96A2F5",
  "#8390E6",
  "#6F7CD2",
];
const brick: MantineColorsTuple = [
  "#FCEDEC",
  "#F8D8D6",
  "#EEB0AC",
  "#E3857F",
  "#D55C55",
  "#C53E36",
  "#B3261E",
  "#9D2019",
  "#831A14",
  "#681510",
];
const rose: MantineColorsTuple = [
  "#FFF2F1",
  "#FFE3E0",
  "#FFD0CC",
  "#FFBCB6",
  "#FFABA4",
  "#FF9A91",
  "#FF8A80",
  "#F2776D",
  "#DB655B",
  "#BD544B",
];
/** Mantine draws its dark surfaces from these: text first, then surfaces to the deepest. */
const dark: MantineColorsTuple = [
  "#ECEAE4",
  "#CFD0D6",
  "#A5AABB",
  "#7C8297",
  "#3C4156",
  "#2E3242",
  "#1C1F2B",
  "#14161F",
  "#10121A",
  "#0B0D13",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: 6,
  autoContrast: true,
  luminanceThreshold: 0.25,
  white: "#FFFFFF",
  black: "#14161F",
  colors: {
    dark,
    vermilion,
    coral,
    indigo,
    periwinkle,
    brick,
    rose,
    accent: virtualColor({ name: "accent", light: "vermilion", dark: "coral" }),
    link: virtualColor({ name: "link", light: "indigo", dark: "periwinkle" }),
    danger: virtualColor({ name: "danger", light: "brick", dark: "rose" }),
  },
  fontFamily: '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif',
  headings: {
    fontWeight: "680",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "1.875rem", lineHeight: "1.2" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1rem", lg: "1.125rem", xl: "1.25rem" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { sm: "6px", md: "10px", lg: "16px" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  shadows: {
    sm: "0 1px 2px rgb(28 31 46 / 6%)",
    md: "0 1px 2px rgb(28 31 46 / 6%), 0 8px 24px rgb(28 31 46 / 8%)",
  },
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    Button: Button.extend({ defaultProps: { size: "md" } }),
    // Its focus placeholder is a child that a menu may not have.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        // The head of a dialog is not the banner of the page.
        attributes: { header: { role: "presentation" } },
        centered: true,
        transitionProps: { duration: 150, transition: "pop" },
      },
    }),
    // The accent is too near to the colour of what failed.
    Notification: Notification.extend({ defaultProps: { withBorder: true, color: "link" } }),
    Paper: Paper.extend({ defaultProps: { bg: token("surface") } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: "md" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "md" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "md" } }),
  },
});

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variablesOf("light"),
  dark: variablesOf("dark"),
});

function variablesOf(scheme: "light" | "dark"): Record<string, string> {
  const own = Object.entries(tokens).map(([name, value]) => [`--salle-${name}`, value[scheme]]);
  return {
    ...(Object.fromEntries(own) as Record<string, string>),
    "--mantine-color-body": token("paper"),
    "--mantine-color-text": token("ink"),
    "--mantine-color-bright": token("ink"),
    "--mantine-color-dimmed": token("quiet-ink"),
    "--mantine-color-placeholder": token("quiet-ink"),
    "--mantine-color-default": token("surface"),
    "--mantine-color-default-hover": token("raised"),
    "--mantine-color-default-color": token("ink"),
    "--mantine-color-default-border": token("line"),
    "--mantine-color-anchor": token("link"),
    "--mantine-color-error": token("danger"),
  };
}

/** Also read by public/first-paint.js. */
export const colourSchemes = localStorageColorSchemeManager({ key: "salle.color-scheme" });
