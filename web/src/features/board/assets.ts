import { getAssetUrlsByImport } from "@tldraw/assets/imports.vite";

/** Fonts, icons and texts of the board, served by this server: no request leaves it. */
export const boardAssets = getAssetUrlsByImport();
