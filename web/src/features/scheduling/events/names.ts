import { useTranslation } from "react-i18next";

import type { EventCard, EventType, Visibility } from "~/features/scheduling/queries";

export const EVENT_TYPES: readonly EventType[] = [
  "course",
  "seminar",
  "workshop",
  "conference",
  "tournament",
  "other",
];

export const VISIBILITIES: readonly Visibility[] = ["public", "members_only", "invite_only"];

interface EventNames {
  readonly type: (type: EventType) => string;
  readonly status: (status: EventCard["status"]) => string;
  readonly visibility: (visibility: Visibility) => string;
}

export function useEventNames(): EventNames {
  const { t } = useTranslation("scheduling");
  return {
    type: (type) => {
      switch (type) {
        case "course":
          return t("event_type.course");
        case "seminar":
          return t("event_type.seminar");
        case "workshop":
          return t("event_type.workshop");
        case "conference":
          return t("event_type.conference");
        case "tournament":
          return t("event_type.tournament");
        case "other":
          return t("event_type.other");
      }
    },
    status: (status) => {
      switch (status) {
        case "draft":
          return t("event_status.draft");
        case "published":
          return t("event_status.published");
        case "canceled":
          return t("event_status.canceled");
      }
    },
    visibility: (visibility) => {
      switch (visibility) {
        case "public":
          return t("visibility.public");
        case "members_only":
          return t("visibility.members_only");
        case "invite_only":
          return t("visibility.invite_only");
      }
    },
  };
}
