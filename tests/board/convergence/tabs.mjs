// Any number of tabs, moved by commands: one JSON object a line comes in, `{id, do, …}`, and one goes
// out for each when it is done, `{id, answer}` or `{id, error}`.
import { createInterface } from "node:readline";
import { complaints, rest, skip } from "./browser.mjs";
import { Artist, chances } from "./drawing.mjs";
import { Tab } from "./tab.mjs";

const LONGEST = 60_000; // milliseconds that a command may take
const MOST_REST = 25;
const tabs = new Map();
const artists = new Map();

const commands = {
  async open({ tab, ...given }) {
    const opened = new Tab({ name: tab, ...given });
    tabs.set(tab, opened);
    await opened.loaded;
  },
  goOffline: ({ tab }) => tabs.get(tab).goOffline(),
  goOnline: ({ tab }) => tabs.get(tab).goOnline(),
  point: ({ tab, x, y }) => tabs.get(tab).point(x, y),
  put: ({ tab, records }) => tabs.get(tab).store.put(records),
  remove: ({ tab, ids }) => tabs.get(tab).store.remove(ids),
  skip: ({ milliseconds }) => skip(milliseconds),
  look: ({ tab }) => tabs.get(tab).look(),
  presences: ({ tab }) => tabs.get(tab).presences,
  complaints: () => complaints,

  // So many of its pushes.
  async acknowledged({ tab, pushes }) {
    while (tabs.get(tab).acknowledged.length < pushes) await rest(5);
  },

  // All that is drawn is acknowledged, and everybody has heard of it.
  async settle({ among }) {
    const all = among.map((name) => tabs.get(name));
    const haveHeardTheSame = () =>
      new Set(all.map(({ client }) => client.lastServerClock)).size === 1;
    while (!(all.every((tab) => tab.isAtRest) && haveHeardTheSame())) await rest(5);
  },

  invite: ({ tab, ...given }) => void artists.set(tab, new Artist(tabs.get(tab), given)),

  // Everybody at once does so many things at random.
  play: ({ among, steps }) => Promise.all(
    among.map(async (name) => {
      const artist = artists.get(name);
      for (let step = 0; step < steps; step++) {
        artist.step();
        await rest(artist.chance() * MOST_REST);
      }
      artist.finish();
    }),
  ),

  // Strokes one after the other, each growing point by point.
  async draw({ tab, sample, strokes, points, seed }) {
    const { store } = tabs.get(tab);
    const chance = chances(seed);
    for (let stroke = 0; stroke < strokes; stroke++) {
      const id = `shape:${tab}-${seed}-${stroke}`;
      const [segment] = sample.props.segments;
      const grow = (to) => {
        const drawn = Array.from({ length: to }, (_, x) => ({ x, y: stroke, z: 0.5 }));
        const segments = [{ ...segment, points: drawn }];
        return { ...sample, id, props: { ...sample.props, segments } };
      };
      for (let to = 1; to <= points; to++) {
        store.put([grow(to)]);
        await rest(chance() * MOST_REST);
      }
    }
  },
};

async function giveUp() {
  await rest(LONGEST);
  const states = [...tabs.values()].map((tab) => ({ ...tab.look(), document: 0, acknowledged: 0 }));
  throw new Error(JSON.stringify({ states, complaints }, null, 1));
}

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: command, ...given } = JSON.parse(line);
  Promise.race([Promise.resolve(given).then(commands[command]), giveUp()]).then(
    (answer) => say({ id, answer: answer ?? null }),
    (error) => say({ id, error: error.stack }),
  );
}
process.exit();
