// Istanbul totals of one session. Reads {"sources": {sha256: text}, "takes": [snapshot, ...]} from standard input, where a
// snapshot is what jamel/coverage_json.py writes, and prints {"lines": {"covered": n, "total": n}, ...}.
//
// All raw V8 lists of a session go into ONE report: converting each take alone would mark as covered whatever V8 did not
// mention in it. Every script has a URL of its own made from its text's hash, so that inline scripts of one page do not
// replace each other.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoverageReport } from 'monocart-coverage-reports';
import { withLineBreak, withScriptRange } from './script_range.mjs';

const METRICS = ['lines', 'branches', 'statements', 'functions'];

async function readInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function toV8Entries(snapshot, sources) {
  return snapshot.map(([, sha256, functions]) => ({
    url: `http://script/${sha256}.js`,
    source: withLineBreak(sources[sha256]),
    functions: withScriptRange(functions, sources[sha256].length).map(([functionName, isBlockCoverage, ranges]) => ({
      functionName,
      isBlockCoverage: Boolean(isBlockCoverage),
      ranges: ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count })),
    })),
  }));
}

async function main() {
  const { sources, takes } = await readInput();
  const outputDir = await mkdtemp(join(tmpdir(), 'jamel-istanbul-'));
  try {
    const report = new CoverageReport({
      outputDir, reports: ['json-summary'], logging: 'error', cleanCache: true,
      sourceMap: false, sourceMapResolver: () => undefined,
      sourcePath: (path, info) => `${info.url ?? path}`.replaceAll(/[^\w.-]+/g, '_'),
    });
    for (const snapshot of takes) {
      const entries = toV8Entries(snapshot, sources);
      if (entries.length > 0) await report.add(entries);
    }
    await report.generate();
    const totals = METRICS.map((name) => [name, { covered: 0, total: 0 }]);
    if (takes.some((snapshot) => snapshot.length > 0)) {
      const { total } = JSON.parse(await readFile(join(outputDir, 'coverage-summary.json'), 'utf8'));
      totals.forEach(([name, count]) => Object.assign(count, { covered: total[name].covered, total: total[name].total }));
    }
    process.stdout.write(JSON.stringify(Object.fromEntries(totals)));
  } finally {
    await rm(outputDir, { recursive: true, force: true });
  }
}

await main();
