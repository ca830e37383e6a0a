// Before the first paint, so that a dark room does not flash white. A file, because the
// content security policy refuses inline scripts. Keys: src/ui/theme.ts, src/i18n.ts.
(function () {
  var scheme = null;
  var language = null;
  try {
    scheme = localStorage.getItem("salle.color-scheme");
    language = localStorage.getItem("salle.language");
  } catch (_storageIsOff) {}
  if (scheme !== "light" && scheme !== "dark") {
    scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
  if (language === "fr" || language === "en") document.documentElement.lang = language;
})();
