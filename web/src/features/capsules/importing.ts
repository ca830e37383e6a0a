import { api, orThrow } from "~/api/client";
import { ApiError, problemOf } from "~/api/errors";
import type { components } from "~/api/schema";
import { accessToken } from "~/api/tokens";

export type ImportNote = components["schemas"]["NoteOut"];
export type ImportResult = NonNullable<components["schemas"]["ImportOut"]["result"]>;

/** How far an import is, between 0 and 1; null while nobody knows. */
export interface Progress {
  readonly step: "sending" | "reading";
  readonly share: number | null;
}

export interface Imported {
  readonly result: ImportResult;
  readonly notes: readonly ImportNote[];
}

/** What may be brought in: for a file dialog, which goes by endings. */
export const IMPORTABLE = ".pdf,.png,.jpg,.jpeg,.webp,.tldr,.json";
const ASK_EVERY_MS = 600;

/** Sends a file and waits for what becomes of it. Leaving only ends the waiting. */
export async function importFile(
  capsuleId: string,
  file: File,
  afterPageId: string | null,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Imported> {
  const importId = await send(capsuleId, file, afterPageId, onProgress, signal);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- asking again is what the loop is for
    await waited(ASK_EVERY_MS, signal);
    // oxlint-disable-next-line no-await-in-loop -- the same
    const told = await orThrow(
      api.GET("/api/capsules/{capsule_id}/imports/{import_id}", {
        params: { path: { capsule_id: capsuleId, import_id: importId } },
        signal,
      }),
    ).catch((error: unknown) => {
      // The work goes on over there while the line is down: ask again.
      if (error instanceof ApiError && error.isPassing) return null;
      throw error;
    });
    if (told === null) continue;
    if (told.status === "failed") {
      throw new ApiError(422, told.error_code ?? "unknown", { details: told.error_details });
    }
    if (told.result) return { result: told.result, notes: told.notes };
    onProgress({ step: "reading", share: told.total > 0 ? told.done / told.total : null });
  }
}

/** `fetch` does not say how much of a file has been sent. */
async function send(
  capsuleId: string,
  file: File,
  afterPageId: string | null,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  const token = await accessToken();
  const query = afterPageId === null ? "" : `?after_page_id=${encodeURIComponent(afterPageId)}`;
  const form = new FormData();
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/capsules/${encodeURIComponent(capsuleId)}/import${query}`);
    if (token !== null) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      onProgress({ step: "sending", share: total > 0 ? loaded / total : null });
    });
    request.addEventListener("error", () => reject(new ApiError(0, "network")));
    request.addEventListener("load", () => {
      const body = parse(request.responseText);
      if (request.status === 202) resolve((body as { import_id: string }).import_id);
      else reject(problemOf(request.status, body));
    });
    signal.addEventListener("abort", () => {
      request.abort();
      reject(new DOMException("left", "AbortError"));
    });
    request.send(form);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("left", "AbortError"));
    });
  });
}
