import { api, orThrow } from "~/api/client";
import { signed } from "~/features/scheduling/queries";
import { rememberIdentity } from "~/live/identity";

/**
 * Into the room with the link of a mail: the room then knows this browser. An account is known
 * there anyway, and who has neither says their name at its door.
 */
export async function takeSeat(roomName: string, token: string | null): Promise<void> {
  if (token === null) return;
  const pass = await orThrow(
    api.POST("/api/rooms/{name}/enter", {
      params: { path: { name: roomName }, ...signed(token) },
      body: { organisation: "" },
    }),
  );
  const { participant_id, role } = pass;
  if (participant_id === null || role === "server") return;
  rememberIdentity({ ...pass, participant_id, role }, roomName, pass.name);
}
