/** The frames of docs/protocol.md. The rules in brackets are its. */

export const PROTOCOL = 1;

export type Role = "trainer" | "participant" | "screen";
export type NavigationMode = "animateur" | "libre" | "pratico";
export type ActivityKind = "quiz" | "poll";
export type Phase = "answering" | "closed" | "results" | "finished";

export interface Params {
  readonly navigation: { readonly mode: NavigationMode };
  readonly collaboration: {
    readonly active: boolean;
    readonly allow_all: boolean;
    readonly allowed_participant_ids: readonly string[];
  };
  readonly chat: { readonly active: boolean };
}

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly trainer_name: string;
  readonly started_at: string | null;
  readonly params: Params;
  readonly ended_at: string | null;
}

export interface Page {
  readonly id: string;
  readonly name: string;
}

export interface Slide {
  /** Null in a room without pages. */
  readonly page_id: string | null;
  readonly pages: readonly Page[];
  readonly seen: readonly string[];
}

export interface Participant {
  readonly id: string;
  readonly role: "trainer" | "participant";
  readonly first_name: string;
  readonly last_name: string;
  /** A place in the palette of people. */
  readonly colour: number;
  readonly is_here: boolean;
  readonly hand_raised_at: string | null;
  readonly may_draw: boolean;
}

export interface Presence {
  readonly here: number;
  readonly hands: number;
}

export interface ChatMessage {
  readonly id: string;
  readonly seq: number;
  readonly participant_id: string;
  readonly text: string;
  readonly sent_at: string;
}

export interface PrivateMessage extends ChatMessage {
  /** A participant id. */
  readonly to: string;
}

export interface Choice {
  readonly id: string;
  readonly text: string;
}

export interface Question {
  readonly id: string;
  readonly index: number;
  readonly count: number;
  readonly text: string;
  readonly picture: string | null;
  readonly hint: string | null;
  readonly is_multiple: boolean;
  readonly choices: readonly Choice[];
}

export interface Results {
  readonly tally: Readonly<Record<string, number>>;
  readonly answered: number;
  readonly right: readonly string[];
  readonly explanation: string | null;
}

export interface Summary {
  readonly answered: number;
  readonly mean_score: number | null;
}

export interface Activity {
  readonly run_id: string;
  readonly activity_id: string;
  readonly kind: ActivityKind;
  readonly title: string;
  readonly phase: Phase;
  readonly question: Question;
  readonly results: Results | null;
  readonly summary: Summary | null;
  /** Right choices of the current question, at any phase: the trainer's alone [V4]. */
  readonly right?: readonly string[];
  /** The trainer's alone. */
  readonly explanation?: string | null;
}

export interface Progress {
  readonly answered: number;
  readonly here: number;
}

export interface Answer {
  readonly choice_ids: readonly string[];
  readonly answered_at: string;
}

export interface Mine {
  readonly choice_ids: readonly string[] | null;
  readonly is_right: boolean | null;
  readonly score: number | null;
  readonly hand_raised_at: string | null;
  readonly acknowledged_at: string | null;
}

type Keyed<Value> = Readonly<Record<string, Value>>;

/** Every slice that some role sees [V1]; which of them a view holds depends on the role. */
export interface Slices {
  readonly room: Room;
  readonly slide: Slide;
  readonly people: Keyed<Participant>;
  readonly presence: Presence;
  readonly chat: Keyed<ChatMessage>;
  readonly private_chat: Keyed<PrivateMessage>;
  readonly activity: Activity | null;
  readonly progress: Progress | null;
  readonly tally: Keyed<number> | null;
  readonly answers: Keyed<Answer>;
  readonly scores: Keyed<number>;
  readonly mine: Mine;
}

export type SliceName = keyof Slices;
export type View = { readonly [Name in SliceName]?: Slices[Name] };

export type Command =
  | { readonly type: "hand.raise" | "hand.lower" | "class.end" }
  | { readonly type: "hand.acknowledge"; readonly participant_id: string }
  | { readonly type: "chat.send"; readonly text: string; readonly to: string | null }
  | { readonly type: "chat.delete"; readonly message_id: string }
  | { readonly type: "slide.show"; readonly page_id: string }
  | ({ readonly type: "params.change" } & Partial<Params>)
  | { readonly type: "room.rename"; readonly name: string }
  | { readonly type: "participant.rename"; readonly first_name: string; readonly last_name: string }
  | { readonly type: "participant.kick"; readonly participant_id: string; readonly reason: string }
  | { readonly type: "activity.start"; readonly activity_id: string }
  | {
      readonly type: "activity.answer";
      readonly run_id: string;
      readonly question_id: string;
      readonly choice_ids: readonly string[];
    }
  | { readonly type: "activity.withdraw"; readonly run_id: string; readonly question_id: string }
  | {
      readonly type:
        | "activity.close"
        | "activity.show_results"
        | "activity.next"
        | "activity.finish"
        | "activity.put_away";
      readonly run_id: string;
    };

export const REACTIONS = ["👍", "👏", "❤️", "🔥"] as const;
export type Reaction = (typeof REACTIONS)[number];

export type Signal =
  | { readonly kind: "reaction"; readonly emoji: Reaction }
  | { readonly kind: "typing" }
  | { readonly kind: "laser"; readonly page_id: string; readonly x: number; readonly y: number };

/** Who sent it; null on a screen, which knows nobody [G2]. */
export type ReceivedSignal = Signal & { readonly from: string | null };

/** How far a client is in what the room recorded [S7]. */
export interface Position {
  readonly epoch: number;
  readonly seq: number;
}

export interface Me {
  readonly participant_id: string | null;
  readonly role: Role;
}

export interface Patch {
  readonly put?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
}

export interface Changes {
  readonly type: "changes";
  readonly epoch: number;
  readonly seq?: number;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly patch?: Readonly<Record<string, Patch>>;
}

export type ServerFrame =
  | {
      readonly type: "welcome";
      readonly protocol: number;
      readonly epoch: number;
      readonly seq: number;
      readonly now: string;
      readonly me: Me;
      readonly view: View | null;
    }
  | Changes
  | { readonly type: "settled"; readonly id: string; readonly seq?: number }
  | {
      readonly type: "refused";
      readonly id: string;
      readonly code: string;
      readonly details?: Readonly<Record<string, unknown>>;
    }
  | { readonly type: "signals"; readonly signals: readonly ReceivedSignal[] }
  | { readonly type: "pong"; readonly now: string };

export type ClientFrame =
  | {
      readonly type: "hello";
      readonly protocol: typeof PROTOCOL;
      readonly token: string;
      readonly position: Position | null;
    }
  | { readonly type: "command"; readonly id: string; readonly command: Command }
  | { readonly type: "signal"; readonly signal: Signal }
  | { readonly type: "ping" };
