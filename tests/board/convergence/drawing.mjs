// What people do on a board, at random but by a seed: on the store itself, as the editor does it.
import { load } from "./browser.mjs";

const { reverseRecordsDiff } = load("@tldraw/store");
const { getIndexAbove, getIndexBetween, ZERO_INDEX_KEY } = load("@tldraw/utils");

const COLOURS = ["black", "red", "blue", "light-green", "violet"];
const SIZES = ["s", "m", "l", "xl"];
const MOST_UNDONE = 20;
const LARGE = { shapes: 30, points: 300 }; // more than the 262,144 characters of one frame
const LONG_AWAY = 8; // steps

export function chances(seed) {
  // mulberry32: enough of chance, and the same everywhere.
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Artist {
  #names = 0;
  #done = [];
  #away = 0;

  constructor(tab, { samples, seed, leads, stays }) {
    this.tab = tab;
    this.store = tab.store;
    this.samples = samples.filter((each) => each.typeName === "shape");
    this.chance = chances(seed);
    const habits = [
      [this.add, 8], [this.extend, 16], [this.restyle, 10], [this.shift, 8], [this.move, 8],
      [this.bind, 4], [this.erase, 5], [this.clear, 1], [this.undo, 5], [this.point, 10],
      [this.paste, 0.4], [this.attach, 2], [this.nothing, 4],
      // Who may not touch pages tries all the same: the server leaves it out.
      [this.addPage, leads ? 3 : 1], [this.renamePage, 2], [this.orderPages, 2],
      [this.removePage, leads ? 1.5 : 0.5], [this.rename, 1],
      ...(stays ? [] : [[this.cut, 1.5], [this.restart, 1.5], [this.goAway, 1.5]]),
    ];
    this.habits = habits;
    this.whole = habits.reduce((sum, [, weight]) => sum + weight, 0);
  }

  step() {
    if (this.#away > 0 && --this.#away === 0) this.tab.goOnline();
    let rest = this.chance() * this.whole;
    const [habit] = this.habits.find(([, weight]) => (rest -= weight) < 0) ?? [this.nothing];
    const changes = this.store.extractingChanges(() => habit.call(this));
    if (habit !== this.undo) this.#done = [...this.#done, changes].slice(-MOST_UNDONE);
  }

  finish() {
    this.#away = 0;
    this.tab.goOnline();
  }

  nothing() {}

  add() {
    const sample = this.#one(this.samples);
    this.#put({ ...sample, id: this.#name("shape"), ...this.#place(), x: this.#far(), y: this.#far() });
  }

  extend() {
    const stroke = this.#one(this.#shapes().filter((each) => each.props.segments));
    if (!stroke) return;
    const [first, ...others] = stroke.props.segments;
    const points = [...first.points, ...this.#points(1 + Math.floor(this.chance() * 3))];
    this.#change(stroke, { props: { ...stroke.props, segments: [{ ...first, points }, ...others] } });
  }

  restyle() {
    const shape = this.#one(this.#shapes());
    if (!shape) return;
    const { props } = shape;
    const styled = { ...props };
    if ("color" in props) styled.color = this.#one(COLOURS);
    if ("size" in props && this.chance() < 0.5) styled.size = this.#one(SIZES);
    if ("w" in props) styled.w = 1 + this.#far() ** 2;
    if ("richText" in props) {
      const node = { type: "text", text: this.#one(["Bonjour", "à tous\u2028!", "🎨", "a\u0000b", "\ud83c"]) };
      styled.richText = { type: "doc", content: [{ type: "paragraph", content: [node] }] };
    }
    this.#change(shape, { props: styled, opacity: this.chance() });
  }

  shift() {
    const shapes = this.#shapes();
    const most = this.chance() < 0.1 ? shapes.length : 3;
    for (const shape of shapes.slice(-most)) {
      this.#change(shape, { x: shape.x + 1.5, y: this.#far(), rotation: this.chance() * 6 });
    }
  }

  move() {
    const shape = this.#one(this.#shapes());
    const place = shape && this.#place(shape.id);
    if (place) this.#change(shape, place);
  }

  bind() {
    const shapes = this.#shapes();
    const arrow = this.#one(shapes.filter((each) => each.type === "arrow"));
    const target = this.#one(shapes.filter((each) => each.type === "geo"));
    if (!arrow || !target) return;
    const terminal = this.#one(["start", "end"]);
    const normalizedAnchor = { x: this.chance(), y: 0.5 };
    this.#put({
      id: this.#name("binding"), typeName: "binding", type: "arrow", meta: {},
      fromId: arrow.id, toId: target.id,
      props: { terminal, normalizedAnchor, isExact: false, isPrecise: true, snap: "none" },
    });
  }

  erase() {
    const shape = this.#one(this.#shapes());
    if (shape) this.#remove([shape]);
  }

  clear() {
    const page = this.#one(this.#pages());
    if (page) this.#remove(this.#shapes().filter((each) => each.parentId === page.id));
  }

  undo() {
    const changes = this.#done.pop();
    if (changes) this.store.applyDiff(reverseRecordsDiff(changes));
  }

  point() {
    this.tab.point(this.#far(), this.#far());
  }

  paste() {
    const sample = this.samples.find((each) => each.type === "draw");
    for (let number = 0; number < LARGE.shapes; number++) {
      const segments = [{ type: "free", points: this.#points(LARGE.points) }];
      const props = { ...sample.props, segments };
      this.#put({ ...sample, id: this.#name("shape"), ...this.#place(), props });
    }
  }

  attach() {
    const name = `${Math.floor(this.chance() * 1e9)}`.padStart(32, "A");
    this.#put({
      id: this.#name("asset"), typeName: "asset", type: "image", meta: {},
      props: {
        w: 10, h: 10, name: "photo", isAnimated: false, mimeType: "image/webp",
        src: `/files/${name}`, fileSize: 100,
      },
    });
  }

  addPage() {
    const index = getIndexAbove(this.#pages().at(-1)?.index ?? ZERO_INDEX_KEY);
    this.#put({ id: this.#name("page"), typeName: "page", name: "Nouvelle", index, meta: {} });
  }

  renamePage() {
    const page = this.#one(this.#pages());
    if (page) this.#change(page, { name: this.#name("Page") });
  }

  orderPages() {
    const pages = this.#pages();
    const page = this.#one(pages);
    if (page) this.#change(page, { index: getIndexBetween(null, pages[0].index) });
  }

  removePage() {
    const pages = this.#pages();
    const page = this.#one(pages);
    if (pages.length < 2) return;
    const isOn = (shape) => this.#chain(shape.id).at(-1) === page.id;
    this.#remove([...this.#shapes().filter(isOn), page]);
  }

  rename() {
    const [board] = this.#all("document");
    if (board) this.#change(board, { name: this.#name("Tableau") });
  }

  cut() {
    this.tab.cut();
  }

  restart() {
    this.tab.restart();
  }

  goAway() {
    if (this.#away > 0) return;
    this.tab.goOffline();
    this.#away = LONG_AWAY;
  }

  #all(typeName) {
    return this.store.allRecords().filter((each) => each.typeName === typeName);
  }

  #shapes() {
    return this.#all("shape");
  }

  #pages() {
    return this.#all("page").sort((one, other) => (one.index < other.index ? -1 : 1));
  }

  #one(items) {
    return items[Math.floor(this.chance() * items.length)];
  }

  #far() {
    return Math.round((this.chance() - 0.5) * 2000) / 4;
  }

  #name(kind) {
    return `${kind}:${this.tab.name}-${this.#names++}`;
  }

  #points(number) {
    return Array.from({ length: number }, () => ({ x: this.#far(), y: this.#far(), z: 0.5 }));
  }

  // Below a page, a frame or a group; for a shape that is there: not below itself.
  #place(id) {
    const holders = this.#shapes().filter(({ type }) => type === "frame" || type === "group");
    const all = [...this.#pages(), ...holders].filter((each) => !id || !this.#chain(each.id).includes(id));
    const parentId = this.#one(all)?.id ?? "page:1";
    const above = this.#shapes().filter((each) => each.parentId === parentId);
    const highest = above.map(({ index }) => index).sort().at(-1);
    return { parentId, index: getIndexAbove(highest ?? ZERO_INDEX_KEY) };
  }

  #chain(id) {
    const chain = [];
    for (let next = id; next && !chain.includes(next); next = this.store.get(next)?.parentId) {
      chain.push(next);
    }
    return chain;
  }

  #put(record) {
    this.store.put([record]);
  }

  #change(record, changes) {
    this.store.update(record.id, (before) => ({ ...before, ...changes }));
  }

  // With what is below and what is bound, as the editor does; now and then without.
  #remove(records) {
    const going = new Set(records.map(({ id }) => id));
    if (this.chance() < 0.8) {
      for (const shape of this.#shapes()) {
        if (this.#chain(shape.id).some((id) => going.has(id))) going.add(shape.id);
      }
      for (const binding of this.#all("binding")) {
        if (going.has(binding.fromId) || going.has(binding.toId)) going.add(binding.id);
      }
    }
    this.store.remove([...going]);
  }
}
