// The published scorer as it is described, without any cache: every snapshot of a session converted alone, all Istanbul
// reports in one report, its json-summary read. Reads [{url: ..., source: ..., functions: [...]}, ...] lists, one a snapshot.
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'third_party/node/package.json'));
const { CoverageReport } = require('monocart-coverage-reports');
const options = (reports) => ({ outputDir: mkdtempSync(join(tmpdir(), 'published-')), reports, logging: 'error', sourceMap: false });

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const istanbul = [];
for (const snapshot of JSON.parse(Buffer.concat(chunks).toString('utf8'))) {
  const alone = options(['json']);
  const report = new CoverageReport(alone);
  await report.add(snapshot);
  await report.generate();
  istanbul.push(JSON.parse(readFileSync(join(alone.outputDir, 'coverage-final.json'), 'utf8')));
}
const together = options(['json-summary']);
const report = new CoverageReport(together);
for (const one of istanbul) await report.add(one);
await report.generate();
const { total } = JSON.parse(readFileSync(join(together.outputDir, 'coverage-summary.json'), 'utf8'));
process.stdout.write(JSON.stringify(['lines', 'branches', 'statements', 'functions'].map((name) => total[name].covered)));
