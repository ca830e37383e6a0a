import type { components } from "~/api/schema";

/** The frames of docs/protocol.md, in the server's own words. The rules in brackets are the page's. */
type Words = components["schemas"];

/** What comes from the room is looked at, never changed. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

export const PROTOCOL = 1;

export type Role = Exclude<Words["RoomRole"], "server">;
export type NavigationMode = Words["NavigationParams"]["mode"];

/** Every slice that some role sees [V1]; which of them a view holds depends on the role. */
export type Slices = Frozen<Required<Words["RoomView"]>>;
export type SliceName = keyof Slices;
export type View = Partial<Slices>;

export type Activity = Frozen<Words["ActivitySlice"]>;
export type ChatMessage = Frozen<Words["MessageSlice"]>;
export type Mine = Frozen<Words["MineSlice"]>;
export type Page = Frozen<Words["RoomPage"]>;
export type Participant = Frozen<Words["PersonSlice"]>;
export type Phase = Activity["phase"];
export type PrivateMessage = Frozen<Words["PrivateMessageSlice"]>;
export type Progress = Frozen<Words["ProgressSlice"]>;
export type Question = Frozen<Words["ShownQuestion"]>;
export type Slide = Frozen<Words["SlideSlice"]>;

type WireCommand = Frozen<Words["CommandFrame"]["command"]>;
type ChangeParams = Extract<WireCommand, { type: "params.change" }>;
/** Of the params, what is left out stays as it is. */
export type Command =
  | Exclude<WireCommand, ChangeParams>
  | (Pick<ChangeParams, "type"> & Partial<ChangeParams>);

export type Signal = Frozen<Words["SignalFrame"]["signal"]>;
export type Reaction = Words["ReactionSignal"]["emoji"];
export const REACTIONS: readonly Reaction[] = ["👍", "👏", "❤️", "🔥"];

/** Who sent it; null on a screen, which knows nobody [G2]. */
export type ReceivedSignal = Signal & { readonly from: string | null };

/** How far a client is in what the room recorded [S7]. */
export type Position = Frozen<Words["RoomPosition"]>;
export type Changes = Frozen<Words["ChangesFrame"]>;
export type Patch = Frozen<Words["SlicePatch"]>;

export type ServerFrame =
  | (Omit<Frozen<Words["WelcomeFrame"]>, "view"> & { readonly view: View | null })
  | Changes
  | Frozen<Words["SettledFrame"] | Words["RefusedFrame"] | Words["PongFrame"]>
  | { readonly type: "signals"; readonly signals: readonly ReceivedSignal[] };

export type ClientFrame =
  | Frozen<Words["HelloFrame"] | Words["SignalFrame"] | Words["PingFrame"]>
  | {
      readonly type: "command";
      readonly id: string;
      readonly command: Command;
      /** The client goes back to the oldest that it has no answer to [C6]. */
      readonly again?: true;
    };
