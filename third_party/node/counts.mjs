// Which entities of a script ran, from the union of all V8 coverage seen so far.
//
// V8 gives deltas: nested ranges with counts, function by function. ScriptCounts keeps their sum and says, after each
// delta, how many lines, branches, statements and functions have run at least once, as monocart-coverage-reports would
// say of all deltas together. The work of a step depends on the script and on what ran, not on how many steps went before.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { MONOCART } from './skeleton.mjs';

const require = createRequire(import.meta.url);
const { mergeV8Coverage } = require(join(MONOCART, 'lib/utils/merge/merge.js'));

const byStart = (a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset;
const outermostFirst = (a, b) => a.ranges[0].startOffset - b.ranges[0].startOffset || b.ranges[0].endOffset - a.ranges[0].endOffset;

// Ranges in which the innermost around a place is looked up, as monocart does: the last one that starts no later, or the one
// before it, and so on, that ends no earlier. The furthest end so far says when to stop looking.
class RangeList {
  constructor(ranges = []) {
    this.ranges = [];
    this.furthestEnds = [];
    for (const range of ranges) this.push(range);
  }

  push(range) {
    const furthest = this.furthestEnds.at(-1) ?? -1;
    this.ranges.push(range);
    this.furthestEnds.push(Math.max(furthest, range.endOffset));
  }

  around(start, end) {
    let [low, high] = [0, this.ranges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ranges[middle].startOffset > start) high = middle;
      else low = middle + 1;
    }
    for (let i = low - 1; i >= 0 && this.furthestEnds[i] >= end; i -= 1) {
      if (end <= this.ranges[i].endOffset) return this.ranges[i];
    }
    return undefined;
  }
}

// One function's deltas. Those of equal shape are summed at once, so that what is kept is bounded by the number of shapes.
class FunctionSum {
  constructor() {
    this.shapes = new Map();
    this.merged = null;
  }

  add(name, isBlockCoverage, ranges) {
    const shape = `${isBlockCoverage}:${ranges.map(([start, end]) => `${start},${end}`).join(';')}`;
    const same = this.shapes.get(shape);
    if (same) ranges.forEach(([, , count], i) => { same.ranges[i].count += count; });
    else this.shapes.set(shape, { functionName: name, isBlockCoverage, ranges: ranges.map(toRange) });
    this.merged = null;
  }

  get() {
    const copies = () => [...this.shapes.values()].map((one) => ({ functions: [{ ...one, ranges: one.ranges.map((r) => ({ ...r })) }] }));
    if (!this.merged) {
      const { functionName, ranges } = mergeV8Coverage(copies()).functions[0];
      this.merged = { functionName, ranges, range: functionRange(ranges) };
    }
    return this.merged;
  }
}

// A function's range with its blocks; the same object for as long as nothing about it changes.
const functionRange = ([whole, ...blocks]) => ({ ...whole, blocks });

const toRange = ([startOffset, endOffset, count]) => ({ startOffset, endOffset, count });

export class ScriptCounts {
  constructor(skeleton) {
    this.skeleton = skeleton;
    this.sums = new Map();
    this.states = skeleton.functions.map(() => NEVER_SEEN);
    this.statementRan = new Uint8Array(skeleton.statements.length);
    this.groupsRan = new Int32Array(skeleton.groups.length);
    this.lineHits = new Int32Array(skeleton.lineCount);
    this.covered = { lines: 0, branches: 0, statements: 0, functions: 0 };
  }

  /** functions: [[name, isBlockCoverage, [[start, end, count], ...]], ...] in UTF-16 code units. */
  add(functions) {
    for (const [name, isBlockCoverage, ranges] of functions) {
      const key = `${ranges[0][0]};${ranges[0][1]}`;
      if (!this.sums.has(key)) this.sums.set(key, new FunctionSum());
      this.sums.get(key).add(name, Boolean(isBlockCoverage), ranges);
    }
  }

  /** {lines, branches, statements, functions}, each {covered, total}. Looks again at those functions only whose own
   * coverage changed: what is inside a function depends on nothing else. */
  count() {
    const ranges = new Ranges([...this.sums.values()].map((sum) => sum.get()).sort(outermostFirst));
    const rootCount = ranges.root ? ranges.root.count : 1;
    this.skeleton.functions.forEach((one, i) => {
      const range = i === 0 ? ranges.root : ranges.ofFunction(one);
      const state = { range, count: range ? range.count : rootCount };
      const before = this.states[i];
      if (state.range === before.range && state.count === before.count) return;
      this.states[i] = state;
      this.recount(one, state, before);
    });
    const { totals } = this.skeleton;
    return Object.fromEntries(Object.entries(this.covered).map(([name, covered]) => [name, { covered, total: totals[name] }]));
  }

  recount(one, state, before) {
    if (one.isCounted) this.covered.functions += Number(state.count > 0) - Number(before.count > 0);
    const blockCounts = new Map(one.blocks.map((block) => [block, blockOf(block.start, block.end, state.range)?.count]));
    for (const index of one.groups) {
      const ran = branchCounts(this.skeleton.groups[index], state, blockCounts).filter((count) => count > 0).length;
      this.covered.branches += ran - this.groupsRan[index];
      this.groupsRan[index] = ran;
    }
    for (const index of one.statements) this.setStatement(index, statementCount(this.skeleton.statements[index], state) > 0);
  }

  setStatement(index, ran) {
    const change = Number(ran) - this.statementRan[index];
    if (change === 0) return;
    const { line } = this.skeleton.statements[index];
    this.statementRan[index] = Number(ran);
    this.covered.statements += change;
    this.lineHits[line] += change;
    if (this.lineHits[line] === (ran ? 1 : 0)) this.covered.lines += change;
  }
}

const NEVER_SEEN = { range: null, count: 0 };

// How monocart looks a node's range up among V8's.
class Ranges {
  constructor(functions) {
    this.byStart = new Map();
    this.byNameEnd = new Map();
    this.statics = new RangeList();
    this.root = null;
    const all = withoutCoveredInside(functions);
    for (const { functionName, range } of all) this.addFunction(functionName, range);
    this.uncovered = new RangeList(all.map(({ range }) => range).filter(({ count }) => count === 0).sort(byStart));
  }

  addFunction(functionName, range) {
    this.root ??= range;
    this.byStart.set(range.startOffset, range);
    if (functionName) this.byNameEnd.set(range.startOffset + functionName.length, range);
    if (functionName === '<static_initializer>') this.statics.push(range);
  }

  at(start, end, type) {
    return this.byStart.get(start) ?? this.byNameEnd.get(start)
      ?? (type === 'StaticBlock' ? this.statics.around(start, end) : undefined)
      ?? this.uncovered.around(start, end);
  }

  ofFunction({ start, end, type, isAsync, method }) {
    return this.at(start, end, type)
      ?? (isAsync ? this.at(start - 'async '.length, end, type) : undefined)
      ?? (method ? this.at(method.start, method.end, 'MethodDefinition') : undefined)
      ?? (method?.isStatic ? this.at(method.start + 'static '.length, method.end, 'MethodDefinition') : undefined);
  }
}

// A function that ran is never inside what did not run: where V8 says so (a function hoisted from behind a return), the
// part that did not run is what is left around it. Two such parts in one function shift each other, as they do in monocart.
function withoutCoveredInside(functions) {
  const uncovered = new RangeList();
  const hit = new Set();
  functions.forEach(({ ranges: [whole, ...blocks] }, owner) => {
    const around = whole.count > 0 ? uncovered.around(whole.startOffset, whole.endOffset) : undefined;
    if (around) {
      hit.add(around);
      around.covered.push(whole);
    }
    blocks.forEach((block, i) => {
      if (block.count === 0) uncovered.push({ ...block, owner, index: i + 1, covered: [] });
    });
  });
  const cut = new Map();
  for (const part of hit) {
    if (!cut.has(part.owner)) cut.set(part.owner, [...functions[part.owner].ranges]);
    cut.get(part.owner).splice(part.index, 1, ...remainder(part));
  }
  return functions.map((one, i) => (cut.has(i) ? { ...one, range: functionRange(cut.get(i)) } : one));
}

function remainder({ startOffset: first, endOffset, covered }) {
  const left = [];
  let startOffset = first;
  for (const one of covered.sort(byStart)) {
    if (one.startOffset <= startOffset) continue;
    left.push({ startOffset, endOffset: one.startOffset, count: 0 });
    startOffset = one.endOffset;
  }
  if (endOffset > startOffset) left.push({ startOffset, endOffset, count: 0 });
  return left;
}

// The block of a function's range that a node belongs to.
function blockOf(start, end, range) {
  if (!range || range.blocks.length === 0) return undefined;
  range.byStart ??= new Map(range.blocks.map((block) => [block.startOffset, block]));
  range.uncovered ??= new RangeList(range.blocks.filter((block) => block.count === 0).sort(byStart));
  return range.byStart.get(start) ?? range.uncovered.around(start, end)
    ?? range.blocks.findLast((block) => block.count > 0 && start >= block.startOffset && end <= block.endOffset);
}

function statementCount({ start, end, isOwn }, state) {
  if (isOwn || state.count === 0) return state.count;
  return blockOf(start, end, state.range)?.count ?? state.count;
}

function enclosingCount(scope, state, blockCounts) {
  for (let place = scope; place.block; place = place.outer) {
    const count = blockCounts.get(place.block);
    if (count !== undefined) return count;
  }
  return state.count;
}

function branchCounts(group, state, blockCounts) {
  const { locations } = group;
  const counts = locations.map(() => 0);
  if (state.count === 0) return counts;
  const around = blockOf(group.start, group.end, state.range)?.count ?? enclosingCount(group.scope, state, blockCounts);
  const blocks = locations.map((one) => (one.none ? undefined : blockOf(one.start, one.end, state.range)?.count));
  fillBranchCounts(group, counts, blocks, around);
  return counts.filter((_, i) => locations[i].isCounted);
}

// V8 gives a block to a branch only where its count differs from what surrounds it.
function fillBranchCounts(group, counts, blocks, around) {
  if (group.type === 'AssignmentPattern') counts.fill(around);
  else if (group.type === 'LogicalExpression') blocks.forEach((block, i) => { counts[i] = block ?? around; });
  else fillAlternatives(group, counts, blocks, around);
}

function fillAlternatives({ type, locations }, counts, blocks, around) {
  let left = around;
  blocks.forEach((block, i) => { if (block !== undefined) { counts[i] = block; left -= block; } });
  locations.forEach((_, i) => {
    if (blocks[i] !== undefined) return;
    if (type === 'SwitchStatement') counts[i] = fallenThrough(locations, counts, i) || left;
    else { counts[i] = left; left = 0; }
  });
}

// A case without a block of its own is entered from those before it that do not break.
function fallenThrough(locations, counts, index) {
  let sum = 0;
  for (let i = index - 1; i >= 0 && !locations[i].breaks && counts[i] > 0; i -= 1) sum += counts[i];
  return sum;
}
