import type { ClientFrame, Role, ServerFrame, View } from "~/live/frames";

/** A `WebSocket` whose other end is the test. */
export class ScriptedSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static opened: ScriptedSocket[] = [];

  readyState: number = ScriptedSocket.CONNECTING;
  readonly url: string;
  readonly sent: ClientFrame[] = [];

  constructor(url: string) {
    super();
    this.url = url;
    ScriptedSocket.opened.push(this);
  }

  static get last(): ScriptedSocket {
    const socket = ScriptedSocket.opened.at(-1);
    if (!socket) throw new Error("No socket was opened.");
    return socket;
  }

  send(text: string): void {
    if (this.readyState !== ScriptedSocket.OPEN) throw new Error("The socket is not open.");
    const frame: ClientFrame = JSON.parse(text);
    this.sent.push(frame);
  }

  /** As in a browser whose line is dead: nothing is told. */
  close(): void {
    this.readyState = ScriptedSocket.CLOSING;
  }

  accept(): void {
    this.readyState = ScriptedSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  say(frame: ServerFrame): void {
    this.sayText(JSON.stringify(frame));
  }

  sayText(text: string): void {
    this.dispatchEvent(new MessageEvent("message", { data: text }));
  }

  hangUp(code: number, reason = ""): void {
    this.readyState = ScriptedSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }

  welcome(view: View | null = {}, { epoch = 1, seq = 10 } = {}): void {
    this.accept();
    this.welcomeAs("participant", view, { epoch, seq });
  }

  /** Also on a socket that was welcomed before: then one is something else from now on. */
  welcomeAs(role: Role, view: View | null = {}, { epoch = 1, seq = 10 } = {}): void {
    this.say({
      type: "welcome",
      protocol: 1,
      epoch,
      seq,
      now: new Date(Date.now()).toISOString(),
      me: { participant_id: "p1", role },
      view,
    });
  }

  get commands() {
    return this.sent.filter((frame) => frame.type === "command");
  }

  get lastCommandId(): string {
    return this.commands.at(-1)?.id ?? "";
  }
}
