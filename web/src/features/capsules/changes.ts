import { api, orThrow } from "~/api/client";
import { type Capsule, type CapsuleCard, forgetCards } from "~/features/capsules/queries";

const at = (id: string) => ({ params: { path: { capsule_id: id } } });

export async function createCapsule(title: string): Promise<Capsule> {
  const capsule = await orThrow(api.POST("/api/capsules", { body: { title } }));
  await forgetCards();
  return capsule;
}

export async function renameCapsule(card: CapsuleCard, title: string): Promise<void> {
  await orThrow(
    api.PUT("/api/capsules/{capsule_id}", {
      ...at(card.id),
      body: { version: card.version, title },
    }),
  );
  await forgetCards();
}

export async function duplicateCapsule(card: CapsuleCard, title: string): Promise<void> {
  await orThrow(
    api.POST("/api/capsules/{capsule_id}/duplicate", { ...at(card.id), body: { title } }),
  );
  await forgetCards();
}

export async function deleteCapsule(id: string): Promise<void> {
  await orThrow(api.DELETE("/api/capsules/{capsule_id}", at(id)));
  await forgetCards();
}

export async function restoreCapsule(id: string): Promise<void> {
  await orThrow(api.POST("/api/capsules/{capsule_id}/restore", at(id)));
  await forgetCards();
}

/** Opens a room with this capsule; the name is its address. */
export async function launch(capsuleId: string): Promise<string> {
  const room = await orThrow(api.POST("/api/rooms", { body: { capsule_id: capsuleId } }));
  return room.name;
}

export async function download(id: string, format: "pdf" | "tldr", title: string): Promise<void> {
  const file = await orThrow(
    api.GET("/api/capsules/{capsule_id}/export", {
      params: { path: { capsule_id: id }, query: { format } },
      parseAs: "blob",
    }),
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${title.replaceAll(/[\\/:*?"<>|]/g, " ").trim()}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
