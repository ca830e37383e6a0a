/** The name in what somebody typed: a name, or an address that holds one. */
export function roomName(typed: string): string {
  const address = /\/r\/([^/?#]+)/.exec(typed);
  return (address?.[1] ?? typed).trim().toLowerCase().replaceAll(/\s+/g, "-");
}
