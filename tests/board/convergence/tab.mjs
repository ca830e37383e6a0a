// One tab of a browser with a board: tldraw's own store, sync client and socket, put together as
// its hook `useSync` does it.
import { load } from "./browser.mjs";

const { atom, transact } = load("@tldraw/state");
const { Store } = load("@tldraw/store");
const { ClientWebSocketAdapter, TLSyncClient } = load("@tldraw/sync-core");
const { InstancePresenceRecordType, createTLSchema } = load("@tldraw/tlschema");

const TICKET_WITHIN = 3000; // milliseconds
const schema = createTLSchema();
const presence = (cursor) => InstancePresenceRecordType.create({
  id: "instance_presence:mine", currentPageId: "page:1", userId: "me", userName: "Me", cursor,
});

export class Tab {
  // How often a line was opened, and lost; why it was refused for good; what the answers to
  // `connect` said; the pushes that were sent, by number, and what was acknowledged of them.
  opened = 0;
  lost = 0;
  error = null;
  answers = [];
  sent = new Map();
  acknowledged = [];
  #mend = null;
  #isMended = Promise.resolve();

  constructor({ name, address, tickets, token }) {
    this.name = name;
    this.presence = atom("presence", presence({ x: 0, y: 0, type: "default", rotation: 0 }));
    this.store = new Store({ schema, props: { defaultName: "" } });
    this.socket = new ClientWebSocketAdapter(async () => {
      await this.#isMended;
      const ticket = await readTicket(tickets, token);
      return `${address}?ticket=${ticket}&sessionId=${name}&storeId=store`;
    });
    this.#listen();
    this.loaded = new Promise((onLoad) => {
      this.client = new TLSyncClient({
        store: this.store,
        socket: this.socket,
        presence: this.presence,
        onLoad,
        onSyncError: (reason) => {
          this.error = reason;
          this.socket.close();
          onLoad();
        },
        onAfterConnect: () => transact(() => this.store.ensureStoreIsUsable()),
      });
    });
  }

  point(x, y) {
    this.presence.set({ ...this.presence.get(), cursor: { x, y, type: "default", rotation: 0 } });
  }

  // The line breaks, and it comes back by itself.
  cut() {
    this.socket._ws?.terminate();
  }

  // What the client itself does when it hears nothing for a while.
  restart() {
    this.socket.restart();
  }

  goOffline() {
    this.#isMended = new Promise((mend) => (this.#mend = mend));
    this.cut();
  }

  goOnline() {
    this.#mend?.();
  }

  // Nothing of its own is on its way, and nothing that has come waits to be looked at.
  get isAtRest() {
    const { client, store } = this;
    store._flushHistory();
    return client.isConnectedToRoom && client.pendingPushRequests.length === 0
      && client.incomingDiffBuffer.length === 0;
  }

  look() {
    const { client, opened, lost, error, answers, acknowledged, store } = this;
    return {
      opened, lost, error, answers, acknowledged,
      clock: client.lastServerClock,
      isConnected: client.isConnectedToRoom,
      pending: client.pendingPushRequests.length,
      document: store.serialize("document"),
    };
  }

  get presences() {
    return Object.values(this.store.serialize("presence"));
  }

  #listen() {
    this.socket.onStatusChange(({ status }) => {
      if (status === "online") this.opened++;
      else this.lost++;
      this.sent.clear();
    });
    const send = this.socket.sendMessage.bind(this.socket);
    this.socket.sendMessage = (message) => {
      if (message.type === "push") this.sent.set(message.clientClock, message);
      send(message);
    };
    this.socket.onReceiveMessage((message) => {
      if (message.type === "connect") {
        // tldraw 3.15.6 forgets this here: of a change in the sixtieth of a second before, it would
        // later undo more than was done, and the board of that tab would differ for good.
        this.store._flushHistory();
        const { hydrationType, isReadonly, diff } = message;
        this.answers.push({ hydrationType, isReadonly, records: Object.keys(diff).length });
      }
      for (const event of message.type === "data" ? message.data : []) {
        if (event.type !== "push_result") continue;
        const { diff } = this.sent.get(event.clientClock);
        this.sent.delete(event.clientClock);
        if (event.action === "commit" && diff) this.acknowledged.push(diff);
        else if (event.action.rebaseWithDiff) this.acknowledged.push(event.action.rebaseWithDiff);
      }
    });
  }
}

// It always answers, as that of the web app does: a client whose address fails never tries again.
async function readTicket(tickets, token) {
  try {
    const signal = AbortSignal.timeout(TICKET_WITHIN);
    const answer = await fetch(tickets, { method: "POST", headers: { "Room-Token": token }, signal });
    return (await answer.json()).ticket ?? "";
  } catch {
    return "";
  }
}
