import { Button, Menu } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/controls/Controls.module.css";
import { useSend, useSlice } from "~/features/room/seat";
import type { NavigationMode } from "~/live/frames";

const MODES: readonly NavigationMode[] = ["animateur", "pratico", "libre"];

/** Who turns the pages. */
export function NavigationMenu() {
  const { t } = useTranslation("room");
  const send = useSend();
  const mode = useSlice("room")?.params.navigation.mode ?? "animateur";
  const words: Record<NavigationMode, { name: string; says: string }> = {
    animateur: { name: t("navigation.animateur"), says: t("navigation.animateur_says") },
    pratico: { name: t("navigation.pratico"), says: t("navigation.pratico_says") },
    libre: { name: t("navigation.libre"), says: t("navigation.libre_says") },
  };
  return (
    <Menu position="top" width={300}>
      <Menu.Target>
        <Button
          className={classes["menu"]}
          variant="subtle"
          px="xs"
          color="gray"
          c="inherit"
          leftSection={<IconRoute size={20} aria-hidden />}
          aria-label={t("navigation.label", { mode: words[mode].name })}
        >
          <span className={classes["about"]}>{t("navigation.short")}</span>{" "}
          <span>{words[mode].name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("navigation.title")}</Menu.Label>
        <Menu.RadioGroup
          value={mode}
          onChange={(chosen) => {
            const next = MODES.find((one) => one === chosen);
            if (next) void send({ type: "params.change", navigation: { mode: next } });
          }}
        >
          {MODES.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick>
              <strong>{words[one].name}</strong>
              <span className={classes["says"]}>{words[one].says}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
