import createClient from "openapi-fetch";

import { asApiError, problemOf } from "~/api/errors";
import type { paths } from "~/api/schema";
import { accessToken, renew } from "~/api/tokens";

/** The only way to the server's HTTP API. `await orThrow(api.GET("/api/…"))`. */
export const api = createClient<paths>({ fetch: sendSignedIn });

/** Sends with the access token, and once more with a new one if the server no longer takes it. */
async function sendSignedIn(request: Request): Promise<Response> {
  const spare = request.clone();
  const token = await accessToken();
  const response = await send(request, token);
  if (response.status !== 401 || token === null) return response;
  const fresh = await renew(token);
  return fresh === null ? response : send(spare, fresh);
}

function send(request: Request, token: string | null): Promise<Response> {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request);
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the server answered, or the ApiError that it is. */
export async function orThrow<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const answer = await asked.catch((error: unknown) => {
    throw isAbort(error) ? error : asApiError(error);
  });
  if (!answer.response.ok) throw problemOf(answer.response.status, answer.error);
  return answer.data as Data;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
