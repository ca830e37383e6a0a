import { NativeSelect, type NativeSelectProps } from "@mantine/core";

import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n";

/** Each language by its own name, and said in it. */
export function LanguageSelect(input: NativeSelectProps) {
  return (
    <NativeSelect size="md" {...input}>
      {LANGUAGES.map((language) => (
        <option key={language} value={language} lang={language}>
          {LANGUAGE_NAMES[language]}
        </option>
      ))}
    </NativeSelect>
  );
}
