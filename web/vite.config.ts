import { fileURLToPath } from "node:url";

import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [tanstackRouter(), react()],
  resolve: { alias: { "~": fileURLToPath(new URL("src", import.meta.url)) } },
  build: {
    target: "es2023",
    sourcemap: false,
    // Fonts and icons stay files: inlined as data: they would weigh on every first load.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000, // kB: the board's editor, which only the pages with a board load
  },
  optimizeDeps: { exclude: ["@tldraw/assets"] }, // its imports of files are Vite's to resolve
  server: {
    proxy: {
      "/api": server,
      "/files": server,
      "/live": { target: server, ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
