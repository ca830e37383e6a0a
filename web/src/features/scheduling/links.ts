/** The public page of a session, whole: to be handed on. */
export function visitLink(sessionId: string): string {
  return `${location.origin}/s/${sessionId}`;
}
