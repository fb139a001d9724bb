// V8's own coverage of small programs, without a browser. Reads {source, calls} from standard input, runs source and then
// each call as a step, and prints one snapshot a step in the form of jamel/coverage_json.py (the hash is "1").
import { Session } from 'node:inspector/promises';
import { runInThisContext } from 'node:vm';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { source, calls } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
const snapshots = [];
const steps = [() => runInThisContext(source, { filename: 'http://app/program.js' }), ...calls.map((call) => () => runInThisContext(call))];
for (const step of steps) {
  try { await step(); } catch { /* a program may throw; what ran before has run */ }
  const { result } = await session.post('Profiler.takePreciseCoverage');
  snapshots.push(result.filter(({ url }) => url === 'http://app/program.js').map(({ url, functions }) => [url, '1',
    functions.map(({ functionName, isBlockCoverage, ranges }) => [functionName, Number(isBlockCoverage),
      ranges.map(({ startOffset, endOffset, count }) => [startOffset, endOffset, count])])]));
}
process.stdout.write(JSON.stringify(snapshots));
