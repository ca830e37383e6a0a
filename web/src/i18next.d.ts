import type account from "../locales/fr/account.json";
import type activities from "../locales/fr/activities.json";
import type board from "../locales/fr/board.json";
import type capsules from "../locales/fr/capsules.json";
import type common from "../locales/fr/common.json";
import type errors from "../locales/fr/errors.json";
import type reports from "../locales/fr/reports.json";
import type room from "../locales/fr/room.json";
import type scheduling from "../locales/fr/scheduling.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      account: typeof account;
      activities: typeof activities;
      board: typeof board;
      capsules: typeof capsules;
      common: typeof common;
      errors: typeof errors;
      reports: typeof reports;
      room: typeof room;
      scheduling: typeof scheduling;
    };
  }
}
