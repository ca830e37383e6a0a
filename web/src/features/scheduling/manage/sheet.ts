import { api, orThrow } from "~/api/client";
import { saveFile } from "~/features/scheduling/saveFile";
import { currentLanguage } from "~/i18n";

export async function saveRegistrationSheet(sessionId: string): Promise<void> {
  const asked = api.GET("/api/training/sessions/{session_id}/registrations.csv", {
    params: { path: { session_id: sessionId }, query: { language: currentLanguage() } },
    parseAs: "blob",
  });
  saveFile(await orThrow(asked), (await asked).response);
}

export async function saveAttendanceSheet(sessionId: string): Promise<void> {
  const asked = api.GET("/api/training/sessions/{session_id}/attendance.csv", {
    params: { path: { session_id: sessionId }, query: { language: currentLanguage() } },
    parseAs: "blob",
  });
  saveFile(await orThrow(asked), (await asked).response);
}
