import { Menu } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { chooseLanguage, currentLanguage, LANGUAGE_NAMES, LANGUAGES } from "~/i18n";
import { IconButton } from "~/ui/IconButton";

export function LanguageSwitch() {
  const { t } = useTranslation();
  const current = currentLanguage();
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <IconButton aria-label={t("language", { name: LANGUAGE_NAMES[current] })}>
          <IconLanguage size={20} aria-hidden />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={current}
          onChange={(picked) => {
            const language = LANGUAGES.find((one) => one === picked);
            if (language) void chooseLanguage(language);
          }}
        >
          {LANGUAGES.map((language) => (
            <Menu.RadioItem key={language} value={language} lang={language} closeMenuOnClick>
              {LANGUAGE_NAMES[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
