// What tldraw makes of records: {"pairs": [[before, after], …], "merges": [[before, diff], …]} on
// standard input, {"diffs": […], "merged": […], "schema": …} on standard output.
import { readFileSync } from "node:fs";
import { applyObjectDiff, diffRecord } from "@tldraw/sync-core";
import { createTLSchema } from "@tldraw/tlschema";

const { pairs, merges } = JSON.parse(readFileSync(0, "utf8"));
const answer = {
  diffs: pairs.map(([before, after]) => diffRecord(before, after)),
  merged: merges.map(([before, diff]) => applyObjectDiff(before, diff)),
  schema: createTLSchema().serialize(),
};
process.stdout.write(JSON.stringify(answer));
