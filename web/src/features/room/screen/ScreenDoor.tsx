import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import { EnteringPage } from "~/features/room/door/EnteringPage";
import { enterRoom } from "~/features/room/door/enter";
import { Refused } from "~/features/room/door/Refused";

const LiveRoom = lazy(() => import("~/features/room/LiveRoom"));

interface ScreenDoorProps {
  readonly name: string;
}

/** `/r/{name}/screen`: a projector comes in by itself, and needs no name. */
export function ScreenDoor({ name }: ScreenDoorProps) {
  const { t } = useTranslation("room");
  const { data, error, refetch } = useQuery({
    queryKey: ["room", name, "screen"],
    queryFn: () => enterRoom(name, { as: "screen" }),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) return <Refused name={name} error={error} onRetry={() => void refetch()} />;
  if (!data) return <EnteringPage says={t("door.entering")} />;
  return (
    <Suspense fallback={<EnteringPage says={t("door.entering")} />}>
      <LiveRoom key={data.token} seat={data} onLeave={() => void refetch()} />
    </Suspense>
  );
}
