/** What an editor holds: a plan as the server takes it, except that it may be incomplete. */
import type { Activity, ActivityKind } from "~/features/activities/queries";

export interface Choice {
  readonly id: string;
  readonly text: string;
  readonly is_right: boolean;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly picture: string | null;
  readonly hint: string;
  readonly explanation: string;
  readonly is_multiple: boolean;
  readonly choices: readonly Choice[];
}

export interface Plan {
  readonly kind: ActivityKind;
  readonly title: string;
  readonly questions: readonly Question[];
}

/** The server's limits, so that what it would refuse is said while one types. */
export const MOST = { title: 200, questions: 100, text: 1000, choices: 12, choice: 300 } as const;
export const FEWEST_CHOICES = 2;

export type Problem = "missing" | "too_long" | "too_few";
/** By field: "text", "hint", "explanation", "choices", or the id of a choice. */
export type Problems = ReadonlyMap<string, Problem>;

/** `crypto.randomUUID` exists on https alone. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function newPlan(kind: ActivityKind): Plan {
  return { kind, title: "", questions: [newQuestion()] };
}

export function newQuestion(): Question {
  return {
    id: newId(),
    text: "",
    picture: null,
    hint: "",
    explanation: "",
    is_multiple: false,
    choices: [newChoice(), newChoice()],
  };
}

export function newChoice(text = ""): Choice {
  return { id: newId(), text, is_right: false };
}

export function planOf({ plan }: Activity): Plan {
  return {
    kind: plan.kind,
    title: plan.title,
    questions: plan.questions.map(
      ({ id, text, picture = null, hint, explanation, is_multiple, choices }) => ({
        id,
        text,
        picture,
        hint,
        explanation,
        is_multiple,
        choices: choices.map((choice) => ({
          id: choice.id,
          text: choice.text,
          is_right: choice.is_right,
        })),
      }),
    ),
  };
}

/** As the server will store it: what it would strip is not a difference. */
function cleaned(text: string): string {
  return text.replaceAll("\0", "").trim();
}

function problemOf(text: string, limit: number): Problem | null {
  const clean = cleaned(text);
  if (clean === "") return "missing";
  return isTooLong(clean, limit) ? "too_long" : null;
}

/** The server counts code points. */
function isTooLong(text: string, limit: number): boolean {
  return text.length > limit && Array.from(text).length > limit;
}

export function problemOfTitle(title: string): Problem | null {
  return problemOf(title, MOST.title);
}

/** A choice without text is one that nobody has filled in yet, unless it is said to be right. */
function isGiven(choice: Choice): boolean {
  return cleaned(choice.text) !== "" || choice.is_right;
}

export function problemsOf(question: Question): Problems {
  const problems = new Map<string, Problem>();
  const add = (field: string, problem: Problem | null) => {
    if (problem) problems.set(field, problem);
  };
  add("text", problemOf(question.text, MOST.text));
  for (const field of ["hint", "explanation"] as const) {
    if (isTooLong(cleaned(question[field]), MOST.text)) add(field, "too_long");
  }
  const given = question.choices.filter(isGiven);
  if (given.length < FEWEST_CHOICES) add("choices", "too_few");
  for (const choice of given) add(choice.id, problemOf(choice.text, MOST.choice));
  return problems;
}

export function isComplete(plan: Plan): boolean {
  return (
    problemOfTitle(plan.title) === null &&
    plan.questions.length > 0 &&
    plan.questions.every((question) => problemsOf(question).size === 0)
  );
}

/** A question that scores nothing, whatever one answers. */
export function hasNoRightChoice({ choices }: Question): boolean {
  return !choices.some((choice) => choice.is_right);
}

function completed(question: Question): Question {
  return {
    ...question,
    text: cleaned(question.text),
    hint: cleaned(question.hint),
    explanation: cleaned(question.explanation),
    choices: question.choices
      .filter(isGiven)
      .map((choice) => ({ ...choice, text: cleaned(choice.text) })),
  };
}

/**
 * What of a draft the server can hold now. A question that has become incomplete stays there as it
 * was; one that never was complete stays on this device. Null while nothing can be stored.
 */
export function storablePlan(draft: Plan, stored: Plan | null): Plan | null {
  const title = problemOfTitle(draft.title) === null ? cleaned(draft.title) : stored?.title;
  const before = new Map(stored?.questions.map((question) => [question.id, question]));
  const questions = draft.questions.flatMap((question) =>
    problemsOf(question).size === 0 ? completed(question) : (before.get(question.id) ?? []),
  );
  if (title === undefined || questions.length === 0) return null;
  return { kind: draft.kind, title, questions };
}

/** Plans are plain trees whose keys `planOf` and the changes below keep in one order. */
export function isSamePlan(one: Plan, other: Plan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function changeQuestion(plan: Plan, id: string, change: Partial<Question>): Plan {
  return {
    ...plan,
    questions: plan.questions.map((each) => (each.id === id ? { ...each, ...change } : each)),
  };
}

export function insertQuestion(plan: Plan, question: Question, at: number): Plan {
  return { ...plan, questions: plan.questions.toSpliced(at, 0, question) };
}

export function removeQuestion(plan: Plan, id: string): Plan {
  return { ...plan, questions: plan.questions.filter((each) => each.id !== id) };
}

/** A copy has ids of its own: answers to it are not answers to the original. */
export function copyOfQuestion(question: Question): Question {
  return {
    ...question,
    id: newId(),
    choices: question.choices.map((choice) => ({ ...choice, id: newId() })),
  };
}

export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  return item === undefined ? items : items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** With one choice only, at most the first of the right ones stays right. */
export function withMultiple(question: Question, isMultiple: boolean): Question {
  const firstRight = question.choices.find((choice) => choice.is_right)?.id;
  return {
    ...question,
    is_multiple: isMultiple,
    choices: isMultiple
      ? question.choices
      : question.choices.map((choice) => ({ ...choice, is_right: choice.id === firstRight })),
  };
}

export function withRight(question: Question, id: string, isRight: boolean): Question {
  return {
    ...question,
    choices: question.choices.map((choice) => {
      if (choice.id === id) return { ...choice, is_right: isRight };
      return question.is_multiple ? choice : { ...choice, is_right: false };
    }),
  };
}

const BULLET = /^\s*(?:[-–—•*▪◦☐]|\(?(?:\d{1,2}|[a-z])[.)])\s+/i;

/** The lines of what somebody pasted, without the marks of the list that it was. */
export function linesOf(pasted: string): readonly string[] {
  return pasted
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(BULLET, "").trim())
    .filter((line) => line !== "");
}

interface Pasted {
  readonly choices: readonly Choice[];
  /** Lines beyond the most choices that a question may have. */
  readonly leftOut: number;
}

/**
 * Each line a choice: the first fills the choice at `at` if that is empty, the others follow it,
 * and they take the place of empty choices that come next.
 */
export function pasteChoices(
  choices: readonly Choice[],
  at: number,
  lines: readonly string[],
): Pasted {
  const isEmpty = (index: number) => choices[index]?.text.trim() === "";
  const start = isEmpty(at) ? at : at + 1;
  let replaced = 0;
  while (replaced < lines.length && isEmpty(start + replaced)) replaced += 1;
  const room = MOST.choices - choices.length + replaced;
  const added = lines.slice(0, room).map((text, index) => {
    const old = index < replaced ? choices[start + index] : undefined;
    return old ? { ...old, text } : newChoice(text);
  });
  return {
    choices: choices.toSpliced(start, replaced, ...added),
    leftOut: lines.length - added.length,
  };
}
