import { useTranslation } from "react-i18next";

import type { Role } from "~/features/account/queries";

export function useRoleName(): (role: Role) => string {
  const { t } = useTranslation("account");
  const names: Record<Role, string> = {
    public: t("role.public"),
    member: t("role.member"),
    instructor: t("role.instructor"),
    board_member: t("role.board_member"),
    admin: t("role.admin"),
  };
  return (role) => names[role];
}
