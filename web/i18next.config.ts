import { defineConfig } from "i18next-cli";

export default defineConfig({
  locales: ["fr", "en"],
  extract: {
    input: "src/**/*.{ts,tsx}",
    ignore: ["src/**/*.test.{ts,tsx}", "src/routeTree.gen.ts", "src/api/schema.ts"],
    output: "locales/{{language}}/{{namespace}}.json",
    defaultNS: "common",
    primaryLanguage: "fr",
    // An empty text is a text not yet translated; locales.test.ts refuses it.
    defaultValue: "",
    // The codes come from the server: no call in the source names them.
    preservePatterns: ["errors:*"],
    functions: ["t", "*.t"],
    sort: true,
  },
  lint: {
    acceptedTags: "all",
    ignoredTags: ["code", "kbd", "style", "script"],
    ignore: ["src/**/*.test.{ts,tsx}"],
    checkConcatenation: "error",
  },
});
