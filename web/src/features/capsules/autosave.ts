import { ApiError, asApiError } from "~/api/errors";
import type { Details, KeptDocument } from "~/features/capsules/keptDocuments";

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "waiting" }
  | { readonly kind: "saving" }
  /** The line is down: everything is on this device, and is sent when it is back. */
  | { readonly kind: "kept" }
  /** Somebody else saved: nothing is sent until the person has chosen. */
  | {
      readonly kind: "conflict";
      readonly version: number;
      readonly mine: unknown;
      /** When, in milliseconds since 1970. */
      readonly at: number;
    }
  | { readonly kind: "refused"; readonly error: ApiError };

export interface Save {
  readonly version: number;
  readonly save_id: string;
  readonly title?: string;
  readonly document?: Record<string, unknown>;
  readonly activity_ids?: readonly string[];
}

interface AutosaveOptions {
  readonly capsuleId: string;
  /** Of the document that was loaded: there is no saving before loading. */
  readonly version: number;
  /** Saves that were sent from here before it was loaded: the version that is there may be one. */
  readonly unanswered?: readonly string[];
  readonly readDocument: () => unknown;
  /** Sends one save; the version that it made. */
  readonly send: (save: Save) => Promise<number>;
  readonly kept: {
    readonly write: (kept: KeptDocument) => Promise<unknown>;
    readonly forget: (capsuleId: string) => Promise<unknown>;
  };
  readonly onState: (state: SaveState) => void;
}

const REST_MS = 1_200;
const MOST_MS = 8_000;
const KEEP_MS = 400;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/**
 * Saves what one does, a moment after one has done it: one save at a time, each on the version that
 * the last one made. What is not saved is on the device.
 */
export class Autosave {
  readonly #options: AutosaveOptions;
  #version: number;
  #state: SaveState = { kind: "saved" };
  #isDocumentChanged = false;
  #details: Partial<Details> = {};
  #firstChangeAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | null = null;
  #retryMs = FIRST_RETRY_MS;
  #isPaused = false;
  /** Saves that were sent and not answered: the server may have them. */
  readonly #unanswered: Set<string>;
  /** Of the next save: what is kept names it, in case that nobody is there for the answer. */
  #saveId = newSaveId();

  constructor(options: AutosaveOptions) {
    this.#options = options;
    this.#version = options.version;
    this.#unanswered = new Set(options.unanswered);
  }

  get version(): number {
    return this.#version;
  }

  get hasUnsaved(): boolean {
    return this.#isDocumentChanged || Object.keys(this.#details).length > 0;
  }

  /** The document is no longer what was saved. */
  touch(): void {
    this.#isDocumentChanged = true;
    this.#keepSoon();
    this.#plan();
  }

  change(details: Partial<Details>): void {
    this.#details = { ...this.#details, ...details };
    this.#keepSoon();
    this.#plan();
  }

  /** Writes what is unsaved to the device, now. */
  keep(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    if (!this.hasUnsaved) return;
    const { capsuleId, readDocument, kept } = this.#options;
    void kept.write({
      capsuleId,
      version: this.#version,
      document: readDocument(),
      details: this.#details,
      saveId: this.#saveId,
      unanswered: [...this.#unanswered],
      at: Date.now(),
    });
  }

  /** Returns when everything is saved, or throws what stands in the way. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#underWay;
    while (this.hasUnsaved) {
      // oxlint-disable-next-line no-await-in-loop -- each is made on the version of the one before
      await this.#save();
      const state = this.#state;
      if (state.kind === "kept") throw new ApiError(0, "network");
      if (state.kind === "refused") throw state.error;
      if (state.kind === "conflict") throw new ApiError(409, "capsule.stale");
    }
  }

  /** While the server changes the document itself. */
  pause(): void {
    this.#isPaused = true;
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#isPaused = false;
    if (this.hasUnsaved) this.#plan();
  }

  /** The person chose their own: it is saved on the version that is there. */
  overwrite(version: number): void {
    this.#version = version;
    this.#isDocumentChanged = true;
    this.#show({ kind: "waiting" });
    void this.#save();
  }

  retry(): void {
    if (this.hasUnsaved && this.#state.kind !== "conflict") void this.#save();
  }

  /** The page is left: what is unsaved is kept here and sent once more. */
  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#keeping);
    // It was kept when the conflict came up. Whoever has chosen since may have let go of it.
    if (this.#state.kind === "conflict") return;
    this.keep();
    this.retry();
  }

  #keepSoon(): void {
    this.#keeping ??= setTimeout(() => this.keep(), KEEP_MS);
  }

  #plan(): void {
    if (this.#state.kind === "conflict" || this.#isPaused) return;
    if (this.#state.kind === "kept") return; // it will be tried again with all there is
    const now = Date.now();
    if (this.#state.kind !== "waiting") this.#firstChangeAt = now;
    if (!this.#underWay) this.#show({ kind: "waiting" });
    clearTimeout(this.#timer);
    const rest = Math.max(0, Math.min(REST_MS, this.#firstChangeAt + MOST_MS - now));
    this.#timer = setTimeout(() => void this.#save(), rest);
  }

  #save(): Promise<void> {
    this.#underWay ??= this.#saveOnce().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #saveOnce(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.hasUnsaved || this.#isPaused) return;
    const { capsuleId, readDocument, send, kept } = this.#options;
    const hadDocument = this.#isDocumentChanged;
    const details = this.#details;
    const save: Save = {
      version: this.#version,
      save_id: this.#saveId,
      ...details,
      ...(hadDocument && { document: readDocument() as Record<string, unknown> }),
    };
    this.#unanswered.add(this.#saveId);
    this.#saveId = newSaveId();
    this.#isDocumentChanged = false;
    this.#details = {};
    this.#show({ kind: "saving" });
    try {
      this.#version = await send(save);
    } catch (failure) {
      this.#isDocumentChanged ||= hadDocument;
      this.#details = { ...details, ...this.#details };
      this.#failed(save, asApiError(failure));
      return;
    }
    this.#unanswered.clear();
    this.#retryMs = FIRST_RETRY_MS;
    if (this.hasUnsaved) {
      this.#show({ kind: "waiting" });
      this.#timer = setTimeout(() => void this.#save(), REST_MS);
    } else {
      clearTimeout(this.#keeping);
      this.#keeping = undefined;
      await kept.forget(capsuleId);
      this.#show({ kind: "saved" });
    }
  }

  #failed(save: Save, error: ApiError): void {
    if (!error.isPassing) this.#unanswered.delete(save.save_id);
    if (error.code === "capsule.stale") {
      const { version, save_id } = error.details;
      if (typeof version !== "number") return;
      if (typeof save_id === "string" && this.#unanswered.has(save_id)) {
        // Our own, whose answer got lost on the way.
        this.#version = version;
        this.#unanswered.clear();
        this.#timer = setTimeout(() => void this.#save(), 0);
        return;
      }
      this.keep();
      const mine = this.#options.readDocument();
      this.#show({ kind: "conflict", version, mine, at: Date.now() });
    } else if (error.isPassing) {
      this.keep();
      this.#show({ kind: "kept" });
      this.#timer = setTimeout(() => void this.#save(), this.#retryMs);
      this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
    } else {
      this.keep();
      this.#show({ kind: "refused", error });
    }
  }

  #show(state: SaveState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

function newSaveId(): string {
  return crypto.randomUUID?.() ?? `save-${Date.now()}-${Math.random().toString(36).slice(2)}`;
}
