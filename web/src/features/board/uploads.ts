import { AssetRecordType, type Editor, getHashForString, type TLAssetStore } from "tldraw";

import { api, orThrow } from "~/api/client";

export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
export const MAX_IMAGE_BYTES = 20 * 1024 * 1024;

/** Pictures go to this server and nowhere else, and come from its address. */
export const mediaStore: TLAssetStore = {
  upload: async (_asset, file, signal) => {
    const stored = await orThrow(
      api.POST("/api/media", {
        body: { file: "" },
        bodySerializer: () => {
          const form = new FormData();
          form.append("file", file);
          return form;
        },
        ...(signal && { signal }),
      }),
    );
    return { src: stored.url };
  },
  resolve: ({ props }) => props.src,
};

/**
 * A pasted address becomes a link that shows it: tldraw would ask the other server for the name
 * of its page.
 */
export function keepLinksQuiet(editor: Editor): void {
  editor.registerExternalAssetHandler("url", ({ url }) =>
    Promise.resolve({
      id: AssetRecordType.createId(getHashForString(url)),
      typeName: "asset",
      type: "bookmark",
      props: { src: url, title: url, description: "", image: "", favicon: "" },
      meta: {},
    }),
  );
}

/**
 * Pictures that are pasted with shapes of another board may be elsewhere, or in the text itself:
 * a live board holds addresses of this server, and an empty frame says that one is missing.
 */
export function keepAssetsHere(editor: Editor): void {
  editor.sideEffects.registerBeforeCreateHandler("asset", (asset, source) => {
    if (source === "remote" || asset.type === "bookmark") return asset;
    const { src } = asset.props;
    if (src === null || src === "" || src.startsWith("/files/")) return asset;
    return asset.type === "image"
      ? { ...asset, props: { ...asset.props, src: null } }
      : { ...asset, props: { ...asset.props, src: null } };
  });
}
