import { Button, Menu } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "~/features/room/controls/Controls.module.css";
import { useSend, useSlice } from "~/features/room/seat";

type Who = "nobody" | "everyone" | "chosen";
const WHO: readonly Who[] = ["nobody", "everyone", "chosen"];

/** Who, besides the trainer, may draw on the board. */
export function DrawMenu() {
  const { t } = useTranslation("room");
  const send = useSend();
  const { active, allow_all, allowed_participant_ids } = useSlice("room")?.params.collaboration ?? {
    active: false,
    allow_all: false,
    allowed_participant_ids: [],
  };
  const who: Who = active ? (allow_all ? "everyone" : "chosen") : "nobody";
  const words: Record<Who, { name: string; says: string }> = {
    nobody: { name: t("draw.nobody"), says: t("draw.nobody_says") },
    everyone: { name: t("draw.everyone"), says: t("draw.everyone_says") },
    chosen: { name: t("draw.chosen"), says: t("draw.chosen_says") },
  };
  const now =
    who === "chosen" ? t("draw.count", { count: allowed_participant_ids.length }) : words[who].name;
  return (
    <Menu position="top" width={300}>
      <Menu.Target>
        <Button
          className={classes["menu"]}
          variant="subtle"
          px="xs"
          color="gray"
          c="inherit"
          leftSection={<IconPencil size={20} aria-hidden />}
          aria-label={t("draw.label", { who: now })}
        >
          <span className={classes["about"]}>{t("draw.short")}</span> <span>{now}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("draw.title")}</Menu.Label>
        <Menu.RadioGroup
          value={who}
          onChange={(chosen) =>
            void send({
              type: "params.change",
              collaboration: {
                active: chosen !== "nobody",
                allow_all: chosen === "everyone",
                allowed_participant_ids,
              },
            })
          }
        >
          {WHO.map((one) => (
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
