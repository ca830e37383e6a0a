import { Select, type SelectProps } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { zonesWith } from "~/features/scheduling/times/zones";

interface ZoneFieldProps extends SelectProps {
  /** The zone it begins with, which this browser may not know. */
  readonly first: string;
}

export function ZoneField({ first, ...input }: ZoneFieldProps) {
  const { t } = useTranslation("scheduling");
  const [zones] = useState(() => zonesWith(first));
  return (
    <Select
      label={t("form.zone")}
      size="md"
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("form.nothing")}
      data={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
      {...input}
    />
  );
}
