import { Button, Menu, Tooltip } from "@mantine/core";
import {
  IconDoorExit,
  IconDots,
  IconKeyboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLayoutSidebarRightCollapse,
  IconLayoutSidebarRightExpand,
  IconShare3,
  IconUsers,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Clock } from "~/features/room/Clock";
import { useIsTrainer, useSlice } from "~/features/room/seat";
import classes from "~/features/room/TopBar.module.css";
import { ColourSchemeSwitch } from "~/ui/ColourSchemeSwitch";
import { IconButton } from "~/ui/IconButton";
import { LanguageSwitch } from "~/ui/LanguageSwitch";

interface Side {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

interface TopBarProps {
  /** Null where there is none. */
  readonly filmstrip: Side | null;
  readonly panel: Side | null;
  readonly onShare: () => void;
  readonly onPeople: () => void;
  readonly onShortcuts: () => void;
  readonly onEnd: () => void;
  readonly isPhone: boolean;
}

export function TopBar({ filmstrip, panel, isPhone, ...on }: TopBarProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const title = useSlice("room")?.title ?? "";
  const here = useSlice("presence")?.here ?? 0;
  return (
    <section className={classes["bar"]} aria-label={t("bar.label")}>
      {filmstrip && (
        <Toggle
          label={filmstrip.isOpen ? t("bar.hide_slides") : t("bar.show_slides")}
          side={filmstrip}
          icon={
            filmstrip.isOpen ? (
              <IconLayoutSidebarLeftCollapse aria-hidden />
            ) : (
              <IconLayoutSidebarLeftExpand aria-hidden />
            )
          }
        />
      )}
      <h1 className={classes["title"]} title={title}>
        {title}
      </h1>
      <Clock />
      <Tooltip label={t("bar.people", { count: here })}>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          px="xs"
          leftSection={<IconUsers size={20} aria-hidden />}
          aria-label={t("bar.people", { count: here })}
          onClick={on.onPeople}
        >
          <span className="tabular">{here}</span>
        </Button>
      </Tooltip>
      {isTrainer && (
        <Button
          className={classes["share"]}
          variant="default"
          leftSection={<IconShare3 size={20} aria-hidden />}
          aria-label={t("share.title")}
          onClick={on.onShare}
        >
          <span>{t("bar.share")}</span>
        </Button>
      )}
      {isTrainer && !isPhone && (
        <Button variant="light" color="danger" onClick={on.onEnd}>
          {t("end.verb")}
        </Button>
      )}
      <span className={classes["tools"]}>
        <LanguageSwitch />
        <ColourSchemeSwitch />
      </span>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton aria-label={t("bar.more")}>
            <IconDots aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {isPhone && <Menu.Label className={classes["whole_title"]}>{title}</Menu.Label>}
          <Menu.Item leftSection={<IconKeyboard size={18} aria-hidden />} onClick={on.onShortcuts}>
            {t("shortcuts.title")}
          </Menu.Item>
          {isTrainer && isPhone && (
            <Menu.Item
              color="danger"
              leftSection={<IconDoorExit size={18} aria-hidden />}
              onClick={on.onEnd}
            >
              {t("end.verb")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {panel && (
        <Toggle
          label={panel.isOpen ? t("bar.hide_panel") : t("bar.show_panel")}
          side={panel}
          icon={
            panel.isOpen ? (
              <IconLayoutSidebarRightCollapse aria-hidden />
            ) : (
              <IconLayoutSidebarRightExpand aria-hidden />
            )
          }
        />
      )}
    </section>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly side: Side;
  readonly icon: React.ReactNode;
}

function Toggle({ label, side, icon }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <IconButton aria-label={label} aria-expanded={side.isOpen} onClick={side.onToggle}>
        {icon}
      </IconButton>
    </Tooltip>
  );
}
