import { ApiError, problemOf } from "~/api/errors";

/** What sign-in, a one-time link and a renewal answer. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
}

/**
 * Whether this browser has signed in. The refresh cookie cannot be read from here, and asking the
 * server would cost everyone who joins without an account one refused request.
 */
const HINT = "salle.signed-in";
/** Renew this long before the end, so that a request under way does not meet it. */
const MARGIN_MS = 20_000;

let access: { readonly token: string; readonly until: number } | null = null;
let renewal: Promise<string | null> | null = null;
const listeners = new Set<() => void>();

/** Calls back when somebody signed in or out, in this tab or in another one. */
export function onSignInChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The access token stays in memory: nothing that a script could read later is stored. */
export function keepToken(answer: TokenAnswer): void {
  access = { token: answer.access_token, until: Date.now() + answer.expires_in * 1000 };
  hint.set();
}

export function forgetToken(): void {
  const wasSignedIn = access !== null || hint.isSet();
  access = null;
  hint.clear();
  if (wasSignedIn) tell();
}

/** A token that is still good, renewed if need be; null for somebody who is not signed in. */
export async function accessToken(): Promise<string | null> {
  if (access && Date.now() < access.until - MARGIN_MS) return access.token;
  return hint.isSet() ? renew(access?.token ?? null) : null;
}

/** One renewal at a time: those who ask meanwhile share it, and other tabs wait for their turn. */
export function renew(refused: string | null): Promise<string | null> {
  if (access && access.token !== refused) return Promise.resolve(access.token);
  renewal ??= inTurn(askForToken).finally(() => {
    renewal = null;
  });
  return renewal;
}

async function askForToken(): Promise<string | null> {
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "{}",
    credentials: "same-origin",
  });
  if (response.ok) {
    const answer = (await response.json()) as TokenAnswer;
    keepToken(answer);
    return answer.access_token;
  }
  const problem = problemOf(response.status, await response.json().catch(() => null));
  if (problem.isPassing) throw new ApiError(problem.status, problem.code);
  forgetToken();
  return null;
}

/** The cookie is single use and all tabs share it. Plain HTTP, except on localhost, has no locks. */
function inTurn(ask: () => Promise<string | null>): Promise<string | null> {
  const locks = navigator.locks as LockManager | null | undefined;
  return locks ? locks.request("salle.refresh", ask) : ask();
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Storage may be switched off: then a sign-in lasts as long as the tab. */
const hint = {
  isSet: () => quietly(() => localStorage.getItem(HINT) !== null) ?? access !== null,
  set: () => quietly(() => localStorage.setItem(HINT, "1")),
  clear: () => quietly(() => localStorage.removeItem(HINT)),
};

function quietly<T>(touchStorage: () => T): T | undefined {
  try {
    return touchStorage();
  } catch {
    return undefined;
  }
}

window.addEventListener("storage", (event) => {
  if (event.key !== HINT && event.key !== null) return;
  access = null;
  tell();
});
