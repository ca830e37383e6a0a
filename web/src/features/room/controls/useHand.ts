import { usePending, useSend, useSlice } from "~/features/room/seat";

/** One's own hand, as it will be when what is on its way has come. */
export function useHand(): { readonly isRaised: boolean; readonly toggle: () => void } {
  const send = useSend();
  const mine = useSlice("mine");
  const asked = usePending().findLast(
    ({ command: { type } }) => type === "hand.raise" || type === "hand.lower",
  );
  const isRaised = asked ? asked.command.type === "hand.raise" : Boolean(mine?.hand_raised_at);
  return {
    isRaised,
    toggle: () => void send({ type: isRaised ? "hand.lower" : "hand.raise" }),
  };
}
