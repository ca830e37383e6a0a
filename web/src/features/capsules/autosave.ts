import { ApiError, asApiError } from "~/api/errors";
import type { Details } from "~/features/capsules/keptDocuments";

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "waiting" }
  | { readonly kind: "saving" }
  /** The line is down: everything is on this device, and is sent when it is back. */
  | { readonly kind: "kept" }
  | { readonly kind: "refused"; readonly error: ApiError };

interface AutosaveOptions {
  readonly send: (details: Partial<Details>) => Promise<unknown>;
  /** On the device; null forgets. */
  readonly keep: (details: Partial<Details> | null) => Promise<unknown>;
  readonly onState: (state: SaveState) => void;
}

const REST_MS = 1_200;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/**
 * Saves what one writes beside the board, a moment after one has written it, and one save at a time.
 * Of two who write the same, the last one counts. What is not saved is on the device.
 */
export class Autosave {
  readonly #options: AutosaveOptions;
  #state: SaveState = { kind: "saved" };
  #details: Partial<Details> = {};
  /** On its way: it may not arrive. */
  #sending: Partial<Details> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | null = null;
  #retryMs = FIRST_RETRY_MS;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  get hasUnsaved(): boolean {
    return Object.keys(this.#details).length > 0;
  }

  change(details: Partial<Details>): void {
    this.#details = { ...this.#details, ...details };
    void this.#options.keep({ ...this.#sending, ...this.#details });
    if (this.#state.kind === "kept") return; // it will be tried again with all there is
    if (!this.#underWay) this.#show({ kind: "waiting" });
    this.#saveIn(REST_MS);
  }

  /** Saves what is unsaved, now; fails if that fails. */
  async flush(): Promise<void> {
    while (this.hasUnsaved || this.#underWay) {
      // oxlint-disable-next-line no-await-in-loop -- what was changed meanwhile is saved after it
      await this.#save();
      if (this.#state.kind === "refused") throw this.#state.error;
      if (this.#state.kind === "kept") throw new ApiError(0, "network");
    }
  }

  /** There may be a line again, or a reason to try again. */
  retry(): void {
    if (this.hasUnsaved) void this.#save();
  }

  /** The page goes away: what is unsaved is on the device, and on its way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.retry();
  }

  #saveIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), ms);
  }

  #save(): Promise<void> {
    this.#underWay ??= this.#saveOnce().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #saveOnce(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.hasUnsaved) return;
    const { send, keep } = this.#options;
    this.#sending = this.#details;
    this.#details = {};
    this.#show({ kind: "saving" });
    try {
      await send(this.#sending);
    } catch (failure) {
      this.#details = { ...this.#sending, ...this.#details };
      this.#failed(asApiError(failure));
      return;
    } finally {
      this.#sending = {};
    }
    this.#retryMs = FIRST_RETRY_MS;
    if (this.hasUnsaved) {
      this.#show({ kind: "waiting" });
      this.#saveIn(REST_MS);
    } else {
      await keep(null);
      this.#show({ kind: "saved" });
    }
  }

  #failed(error: ApiError): void {
    if (!error.isPassing) {
      this.#show({ kind: "refused", error });
      return;
    }
    this.#show({ kind: "kept" });
    this.#saveIn(this.#retryMs);
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #show(state: SaveState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
