// What tldraw's client needs of a browser, and no more: load this before tldraw itself. The first
// argument is how many times faster than the world's the clients' time goes: what they wait for
// before they try again, ping, and give up.
import { createRequire } from "node:module";

export const load = createRequire(`${process.cwd()}/package.json`); // where the packages are
const { WebSocket } = load("ws");

export const rest = (milliseconds) => new Promise((wake) => later(wake, milliseconds));
export const complaints = [];
export const skip = (milliseconds) => (skipped += milliseconds);

const speed = Number(process.argv[2]);
const [later, often, began, now] = [setTimeout, setInterval, Date.now(), Date.now];
let skipped = 0;

class BrowsersWebSocket extends WebSocket {
  constructor(address) {
    super(address, { perMessageDeflate: false });
  }

  emit(event, ...given) {
    // What still arrives after `close()` is not told in a browser.
    return event === "message" && this.readyState !== this.OPEN ? true : super.emit(event, ...given);
  }
}

Date.now = () => began + (now() - began) * speed + skipped;
Object.assign(globalThis, {
  window: Object.assign(new EventTarget(), { devicePixelRatio: 1 }),
  document: Object.assign(new EventTarget(), { hidden: false }),
  WebSocket: BrowsersWebSocket,
  setTimeout: (wake, milliseconds, ...given) => later(wake, milliseconds / speed, ...given),
  setInterval: (wake, milliseconds, ...given) => often(wake, milliseconds / speed, ...given),
  requestAnimationFrame: (draw) => later(draw, 1000 / 60),
  cancelAnimationFrame: clearTimeout,
});

const complain = (...what) => complaints.push(what.map((each) => each?.stack ?? `${each}`).join(" "));
console.error = complain;
console.warn = () => {};
console.log = console.warn;
process.on("uncaughtException", complain);
process.on("unhandledRejection", complain);
