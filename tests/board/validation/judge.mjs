// Asks tldraw's own validators. On standard input {"records": […], "links": […], "keys": […]}, on
// standard output a verdict for each, true if it passes, and all the words of tldraw's choices.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

Math.random = () => 0.5; // a key is tried with a random successor, which fits or not
const require = createRequire(`${process.cwd()}/package.json`); // where the packages are
const schema = require("@tldraw/tlschema");
const { T } = require("@tldraw/validate");
const { types } = schema.createTLSchema();
const KINDS = ["asset", "binding", "document", "instance_presence", "page", "shape"];

const passes = (validator) => (value) => {
  try {
    validator.validate(value);
    return true;
  } catch {
    return false;
  }
};
const record = {
  validate(value) {
    // A board takes no other kinds, such as `camera`; and `own` because `constructor` is no kind.
    if (!KINDS.some((kind) => kind === value.typeName)) throw new Error("not a kind");
    types[value.typeName].validate(value);
  },
};
const words = Object.values(schema)
  .flatMap((each) => [...(each instanceof schema.EnumStyleProp ? each.values : [])])
  .concat(...[schema.TL_CURSOR_TYPES, schema.TL_CANVAS_UI_COLOR_TYPES, schema.TL_SCRIBBLE_STATES]
    .map((each) => [...each]));

const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(
  JSON.stringify({
    records: (asked.records ?? []).map(passes(record)),
    links: (asked.links ?? []).map(passes(T.linkUrl)),
    srcs: (asked.links ?? []).map(passes(T.srcUrl)),
    keys: (asked.keys ?? []).map(passes(T.indexKey)),
    words: [...new Set(words)],
  }),
);
