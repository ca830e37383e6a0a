import { meQuery } from "~/api/auth";
import { ApiError } from "~/api/errors";
import { queries } from "~/api/queries";
import { enterRoom } from "~/features/room/door/enter";
import type { Seat } from "~/features/room/seat";
import { forgetIdentity, rememberedIdentity } from "~/live/identity";

/** A seat for who was in this room before, or who leads it; null for who has to say their name. */
export async function comeBack(...roomNames: readonly [string, string]): Promise<Seat | null> {
  const [name] = roomNames;
  const person = await queries.ensureQueryData(meQuery);
  // An account is the same person every time, and the trainer of the room is the trainer.
  if (person !== null) return enterRoom(name, {});
  const known = roomNames.map(rememberedIdentity).find((identity) => identity !== null);
  if (!known) return null;
  try {
    return await enterRoom(name, { token: known.token });
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    const isVoid = failure.code === "room.identity_unknown";
    if (isVoid || failure.code === "room.kicked") forgetIdentity(...roomNames);
    if (isVoid) return null;
    throw failure;
  }
}
