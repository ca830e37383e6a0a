import { problemOf } from "~/api/errors";
import { accessToken } from "~/api/tokens";

/** One HTTP request of the room, signed in if one is. Throws an `ApiError`. */
export async function ask<Answer>(address: string, body?: object): Promise<Answer> {
  const token = await accessToken();
  const response = await fetch(address, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    headers: {
      ...(body && { "Content-Type": "application/json" }),
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    },
  });
  const answer: Answer = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, answer);
  return answer;
}
