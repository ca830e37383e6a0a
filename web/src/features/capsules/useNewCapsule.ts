import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createCapsule } from "~/features/capsules/changes";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface NewCapsule {
  readonly isCreating: boolean;
  /** Makes an empty capsule and opens it. */
  readonly create: () => void;
}

export function useNewCapsule(): NewCapsule {
  const { t } = useTranslation("capsules");
  const navigate = useNavigate();
  const notifyError = useErrorNotification();
  const [isCreating, setCreating] = useState(false);

  async function create() {
    setCreating(true);
    try {
      const capsule = await createCapsule(t("list.new_title"));
      await navigate({ to: "/capsules/$capsuleId", params: { capsuleId: capsule.id } });
    } catch (failure) {
      notifyError(failure);
      setCreating(false);
    }
  }

  return { isCreating, create: () => void create() };
}
