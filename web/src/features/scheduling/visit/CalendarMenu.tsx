import { Button, Menu } from "@mantine/core";
import { IconCalendarPlus, IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { signed } from "~/features/scheduling/queries";
import { saveFile } from "~/features/scheduling/saveFile";
import { MAIN } from "~/ui/SkipLink";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface CalendarMenuProps {
  readonly sessionId: string;
  readonly token: string | null;
}

/** Into one's own calendar: as a file for the one on this device, or into one on the web. */
export function CalendarMenu({ sessionId, token }: CalendarMenuProps) {
  const { t } = useTranslation("scheduling");
  const notifyError = useErrorNotification();
  const params = { path: { session_id: sessionId }, ...signed(token) };
  const { data: links } = useQuery({
    queryKey: ["sessions", "calendar-links", sessionId, token],
    queryFn: ({ signal }) =>
      orThrow(api.GET("/api/training/sessions/{session_id}/calendar", { params, signal })),
  });

  async function save() {
    const asked = api.GET("/api/training/sessions/{session_id}/calendar.ics", {
      params,
      parseAs: "blob",
    });
    saveFile(await orThrow(asked), (await asked).response);
  }

  const places = [
    { name: "Google", link: links?.google },
    { name: "Outlook", link: links?.outlook },
  ];
  return (
    <Menu position="bottom-start" width={240} portalProps={{ target: `#${MAIN}` }}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconCalendarPlus size={18} aria-hidden />}>
          {t("add_to_calendar")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => {
            save().catch(notifyError);
          }}
        >
          {t("calendar_file")}
        </Menu.Item>
        {places.map(
          ({ name, link }) =>
            link !== undefined && (
              <Menu.Item key={name} component="a" href={link} target="_blank" rel="noopener">
                <span translate="no">{name}</span>
              </Menu.Item>
            ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
