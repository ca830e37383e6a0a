import { Tabs, VisuallyHidden } from "@mantine/core";
import { IconChartBar, IconMessages, IconPhoto, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Activities } from "~/features/room/panel/Activities";
import { Chat } from "~/features/room/panel/Chat";
import classes from "~/features/room/panel/Panel.module.css";
import { People } from "~/features/room/panel/People";
import { useIsTrainer, useSlice } from "~/features/room/seat";
import { Filmstrip } from "~/features/room/stage/Filmstrip";

export type PanelTab = "people" | "chat" | "activities" | "slides";

interface PanelProps {
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  /** Chat lines that came while one looked elsewhere. */
  readonly unread: number;
  /** On a phone the slides are a tab: there is no room for a filmstrip. */
  readonly hasSlides: boolean;
}

export function Panel({ tab, onTab, unread, hasSlides }: PanelProps) {
  const { t } = useTranslation("room");
  const isTrainer = useIsTrainer();
  const hands = useSlice("presence")?.hands ?? 0;
  const isRunning = Boolean(useSlice("activity"));
  const [to, setTo] = useState<string | null>(null);

  const tabs = [
    {
      value: "chat",
      label: t("panel.chat"),
      icon: IconMessages,
      waits: unread,
      badge: String(unread),
      says: t("panel.unread", { count: unread }),
    },
    {
      value: "people",
      label: t("panel.people"),
      icon: IconUsers,
      waits: hands,
      badge: String(hands),
      says: t("panel.hands", { count: hands }),
    },
    isTrainer && {
      value: "activities",
      label: t("panel.activities"),
      icon: IconChartBar,
      waits: isRunning ? 1 : 0,
      badge: "",
      says: t("panel.running"),
    },
    hasSlides && {
      value: "slides",
      label: t("panel.slides"),
      icon: IconPhoto,
      waits: 0,
      badge: "",
      says: "",
    },
  ].filter((one) => one !== false);

  return (
    <Tabs
      className={classes["panel"] ?? ""}
      classNames={{ list: classes["tabs"] ?? "", tab: classes["tab"] ?? "" }}
      value={tab}
      onChange={(value) => {
        const chosen = tabs.find((one) => one.value === value);
        if (chosen) onTab(chosen.value as PanelTab);
      }}
    >
      <Tabs.List grow aria-label={t("panel.label")}>
        {tabs.map(({ value, label, icon: Icon, waits, badge, says }) => (
          <Tabs.Tab
            key={value}
            value={value}
            leftSection={
              <span className={classes["icon"]} data-waits={waits > 0 ? badge : undefined}>
                <Icon size={20} aria-hidden />
              </span>
            }
          >
            {label}
            {waits > 0 && <VisuallyHidden>{t("panel.waits", { says })}</VisuallyHidden>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="chat" className={classes["content"] ?? ""}>
        {tab === "chat" && <Chat to={to} onTo={setTo} />}
      </Tabs.Panel>
      <Tabs.Panel value="people" className={classes["content"] ?? ""}>
        {tab === "people" && (
          <People
            onWriteTo={(id) => {
              setTo(id);
              onTab("chat");
            }}
          />
        )}
      </Tabs.Panel>
      {isTrainer && (
        <Tabs.Panel value="activities" className={classes["content"] ?? ""}>
          {tab === "activities" && <Activities />}
        </Tabs.Panel>
      )}
      {hasSlides && (
        <Tabs.Panel value="slides" className={classes["content"] ?? ""}>
          {tab === "slides" && <Filmstrip width={148} />}
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
