// The published recipe's score, for comparable numbers only: each snapshot becomes an Istanbul report on its own, and the
// reports are merged. It counts code that never ran (docs/ENVIRONMENT.md). Same messages and answers as entity_counter.mjs;
// the merged report is kept, so that a step costs one conversion, not one for every step before it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import istanbul from 'istanbul-lib-coverage';
import { CoverageReport } from 'monocart-coverage-reports';
import { serve } from './line_server.mjs';

const METRICS = ['lines', 'branches', 'statements', 'functions'];
const texts = new Map();
let merged = istanbul.createCoverageMap();

function toV8Entries(snapshot) {
  return snapshot.filter(([, sha256]) => texts.has(sha256)).map(([url, sha256, functions]) => ({
    url, source: texts.get(sha256), functions: functions.map(([functionName, isBlockCoverage, ranges]) => ({
      functionName, isBlockCoverage: Boolean(isBlockCoverage),
      ranges: ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count })),
    })),
  }));
}

/** One snapshot's own Istanbul coverage. Scripts of one URL replace each other in it, as published. */
async function toIstanbul(snapshot) {
  const outputDir = await mkdtemp(join(tmpdir(), 'jamel-upstream-'));
  try {
    const report = new CoverageReport({
      outputDir, reports: ['json'], logging: 'error', cleanCache: true, entryFilter: (entry) => entry.url.includes('http'),
      sourceMap: false, sourceMapResolver: () => undefined, // never over HTTP: a score must not depend on a server being up
    });
    await report.add(toV8Entries(snapshot));
    await report.generate();
    return JSON.parse(await readFile(join(outputDir, 'coverage-final.json'), 'utf8'));
  } finally {
    await rm(outputDir, { recursive: true, force: true });
  }
}

await serve(async ({ begin, sources, snapshot }) => {
  if (begin) {
    merged = istanbul.createCoverageMap();
    return {};
  }
  Object.entries(sources).forEach(([sha256, text]) => texts.set(sha256, text));
  if (snapshot.length > 0) merged.merge(await toIstanbul(snapshot));
  const summary = merged.getCoverageSummary();
  return Object.fromEntries(METRICS.map((name) => [name, { covered: summary[name].covered, total: summary[name].total }]));
});
