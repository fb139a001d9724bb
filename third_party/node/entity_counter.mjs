// The long-lived counter of covered lines, branches, statements and functions. Messages and answers:
//   {"begin": true}                                              forget the session       -> {}
//   {"sources": {sha256: text}, "snapshot": [[url, sha256, functions], ...]}              -> {"lines": {covered, total}, ...}
// A snapshot is what jamel/coverage_json.py writes. A script is known by the hash of its text, whatever its URL.
import { ScriptCounts } from './counts.mjs';
import { serve } from './line_server.mjs';
import { withLineBreak, withScriptRange } from './script_range.mjs';
import { skeletonOf } from './skeleton.mjs';

const METRICS = ['lines', 'branches', 'statements', 'functions'];
const skeletons = new Map(); // of every script seen by this process: sessions of one app share them
let scripts = new Map();

function absorb({ sources, snapshot }) {
  for (const [sha256, text] of Object.entries(sources)) {
    if (!skeletons.has(sha256)) skeletons.set(sha256, { length: text.length, ...skeletonOf(withLineBreak(text)) });
  }
  const changed = new Set();
  for (const [url, sha256, functions] of snapshot) {
    if (!skeletons.has(sha256)) throw new Error(`no source text for a script of ${url}`);
    if (!scripts.has(sha256)) scripts.set(sha256, { counts: new ScriptCounts(skeletons.get(sha256)) });
    scripts.get(sha256).counts.add(withScriptRange(functions, skeletons.get(sha256).length));
    changed.add(sha256);
  }
  for (const sha256 of changed) scripts.get(sha256).result = scripts.get(sha256).counts.count();
  return sum([...scripts.values()].map(({ result }) => result));
}

function sum(results) {
  return Object.fromEntries(METRICS.map((name) => [name, {
    covered: results.reduce((all, one) => all + one[name].covered, 0),
    total: results.reduce((all, one) => all + one[name].total, 0),
  }]));
}

await serve((message) => {
  if (!message.begin) return absorb(message);
  scripts = new Map();
  return {};
});
