import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A language is named in itself, for those who read no other. */
export const LANGUAGE_NAMES: Record<Language, string> = { fr: "Français", en: "English" };

/** Also read by public/first-paint.js. */
const CHOICE = "salle.language";
const texts = import.meta.glob<{ default: Record<string, unknown> }>("../locales/*/*.json");

/** Each namespace is one file, fetched by the first page that uses it. */
const files: BackendModule = {
  type: "backend",
  init: () => {},
  read: (language, namespace, done) => {
    const load = texts[`../locales/${language}/${namespace}.json`];
    if (!load) throw new Error(`No texts ${language}/${namespace}`);
    load().then(
      (file) => {
        done(null, file.default);
      },
      (error: Error) => {
        done(error, false);
      },
    );
  },
};

export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: chosenLanguage() ?? browserLanguage() ?? "fr",
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: ["common", "errors"],
      defaultNS: "common",
      interpolation: { escapeValue: false }, // React escapes
      returnEmptyString: false,
    });
}

export function currentLanguage(): Language {
  return asLanguage(i18next.language) ?? "fr";
}

/** What a person picks here holds on this device before anything else. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(CHOICE, language);
  } catch {
    // Storage is off: the choice lasts as long as the page.
  }
  await i18next.changeLanguage(language);
}

/** The language of a profile, where the person has picked none on this device. */
export async function followProfile(language: string): Promise<void> {
  const known = asLanguage(language);
  if (known && chosenLanguage() === null && known !== i18next.language) {
    await i18next.changeLanguage(known);
  }
}

function chosenLanguage(): Language | null {
  try {
    return asLanguage(localStorage.getItem(CHOICE));
  } catch {
    return null;
  }
}

function browserLanguage(): Language | null {
  for (const tag of navigator.languages) {
    const known = asLanguage(tag.split("-")[0]);
    if (known) return known;
  }
  return null;
}

function asLanguage(tag: string | null | undefined): Language | null {
  return LANGUAGES.find((language) => language === tag) ?? null;
}
