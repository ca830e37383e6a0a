import { api, orThrow } from "~/api/client";
import { currentLanguage } from "~/i18n";

/** The sheets need the access token: they are fetched, and saved from memory. */
export async function saveAttendanceSheet(roomId: string): Promise<void> {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = api.GET("/api/reports/{room_id}/attendance.csv", {
    params: { path: { room_id: roomId }, query: { language: currentLanguage(), time_zone } },
    parseAs: "blob",
  });
  const sheet = await orThrow(asked);
  saveFile(sheet, nameOf((await asked).response));
}

export async function saveActivitySheet(roomId: string, runId: string): Promise<void> {
  const asked = api.GET("/api/reports/{room_id}/activities/{run_id}.csv", {
    params: { path: { room_id: roomId, run_id: runId }, query: { language: currentLanguage() } },
    parseAs: "blob",
  });
  const sheet = await orThrow(asked);
  saveFile(sheet, nameOf((await asked).response));
}

function nameOf({ headers }: Response): string {
  return nameIn(headers.get("Content-Disposition") ?? "");
}

/** The file's name in a Content-Disposition header. */
export function nameIn(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  try {
    return encoded === undefined ? "salle.csv" : decodeURIComponent(encoded);
  } catch {
    return "salle.csv";
  }
}

function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers begin to read after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
