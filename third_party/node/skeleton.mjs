// The countable entities of one script: which functions, statements and branches it has, where they stand and what
// encloses them. Made once a script; which of them ran is counts.mjs' business.
//
// What is an entity, and what encloses it, follows monocart-coverage-reports (the reward's own tool), whose tests are the
// equality tests in tests/browser/test_entities.py.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'acorn';
import { parse as parseLoosely } from 'acorn-loose';
import { base as walkers } from 'acorn-walk';
import { Locator } from 'monocart-locator';

const require = createRequire(import.meta.url);
export const MONOCART = dirname(require.resolve('monocart-coverage-reports/package.json'));
const { getIgnoredRanges } = require(join(MONOCART, 'lib/converter/ignore.js'));
const { findInRanges } = require(join(MONOCART, 'lib/platform/share.js'));

const HINT = /(v8|c8) ignore|node:coverage/;
const PARSER_OPTIONS = {
  ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowImportExportEverywhere: true,
  allowAwaitOutsideFunction: true, allowSuperOutsideMethod: true, allowHashBang: true,
};

function parseSource(source) {
  try {
    return parse(source, PARSER_OPTIONS);
  } catch {
    return parseLoosely(source, PARSER_OPTIONS); // syntax newer than the parser: V8 ran it, so count what can be read
  }
}

class Collector {
  constructor(program) {
    this.scopes = new Map([[program, { fn: 0, outer: null }]]);
    this.functions = [{ start: program.start, end: program.end }];
    this.blocks = [];
    this.statements = [];
    this.groups = new Map();
    this.locationGroups = new Map();
    this.parents = [program];
  }

  nearestScope(skip = null) {
    for (let i = this.parents.length - 1; i >= 0; i -= 1) {
      const node = this.parents[i];
      const scope = node === skip ? undefined : this.scopes.get(node);
      if (scope) return scope;
    }
    throw new Error('no enclosing program');
  }

  addFunction(node) {
    const outer = this.nearestScope(node);
    const method = this.parents[this.parents.length - 2];
    const isMethod = this.parents[this.parents.length - 1] === node && method?.type === 'MethodDefinition';
    this.scopes.set(node, { fn: this.functions.length, outer });
    this.functions.push({
      start: node.start, end: node.end, type: node.type, isAsync: Boolean(node.async),
      method: isMethod ? { start: method.start, end: method.end, isStatic: method.static } : null,
    });
  }

  addStatement(node) {
    if (node.type !== 'BlockStatement') this.statements.push({ node, start: node.start, scope: this.nearestScope() });
  }

  addBlock(node) {
    const outer = this.nearestScope(node);
    const block = { start: node.start, end: node.end, fn: outer.fn };
    this.scopes.set(node, { block, fn: outer.fn, outer });
    this.blocks.push(block);
  }

  openGroup(type, node) {
    const group = { type, start: node.start, end: node.end, locations: [], scope: this.nearestScope() };
    this.groups.set(`${node.start}_${node.end}`, group);
    group.key = `${node.start}_${node.end}`;
    return group;
  }

  addLocation(group, node) {
    group.locations.push({ start: node.start, end: node.end, none: false, breaks: breaks(node) });
    group.end = Math.max(group.end, node.end);
    this.locationGroups.set(node.start, group.key);
  }

  addConditional(node) {
    const group = this.openGroup(node.type, node);
    this.addLocation(group, node.consequent);
    if (node.alternate) this.addLocation(group, node.alternate);
    else group.locations.push({ none: true });
  }

  // a || b || c is one group of three; it is parsed as (a || b) || c, so an inner one joins the group of its start
  addLogical(node) {
    const joined = this.groups.get(this.locationGroups.get(node.start));
    const group = joined ?? this.openGroup(node.type, node);
    if (!joined) this.addLocation(group, node.left);
    this.addLocation(group, node.right);
    if (joined) {
      group.locations.sort((a, b) => a.start - b.start);
      group.end = Math.max(group.end, group.locations[group.locations.length - 1].end);
    }
  }

  addSwitch(node) {
    const group = this.openGroup(node.type, node);
    for (const one of node.cases) this.addLocation(group, one);
  }

  visit(type, node) {
    switch (type) {
      case 'Function': case 'StaticBlock': return this.addFunction(node);
      case 'Statement': return this.addStatement(node);
      case 'BlockStatement': return this.addBlock(node);
      case 'AssignmentPattern': return this.addLocation(this.openGroup(type, node), node);
      case 'ConditionalExpression': case 'IfStatement': return this.addConditional(node);
      case 'LogicalExpression': return this.addLogical(node);
      case 'SwitchStatement': return this.addSwitch(node);
      default: return undefined;
    }
  }

  walk(program) {
    const visitor = (node, state, override) => {
      const type = override || node.type;
      this.visit(type, node);
      const isNew = node !== this.parents[this.parents.length - 1];
      if (isNew) this.parents.push(node);
      walkers[type](node, state, visitor);
      if (isNew) this.parents.pop();
    };
    visitor(program);
  }
}

function breaks(node) {
  return node.type === 'SwitchCase' && node.consequent.some((one) => one.type === 'BreakStatement');
}

// As monocart's: only \n ends a line.
class Lines {
  constructor(source) {
    this.starts = [0];
    for (let i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) this.starts.push(i + 1);
  }

  /** The number, from 0, of the line that holds ``offset``. */
  at(offset) {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** {functions, statements, groups, totals, lineCount}. functions[0] is the script itself and is no entity; every function
 * lists its own blocks, and the indices of its own statements and branch groups. */
export function skeletonOf(source) {
  const program = parseSource(source);
  const collector = new Collector(program);
  collector.walk(program);
  const lines = new Lines(source);
  // Finding every comment takes half as long as parsing: only where one may be a hint to leave something out.
  const ignored = HINT.test(source) ? getIgnoredRanges(new Locator(source), { v8Ignore: true }) : undefined;
  const isIgnored = (item) => Boolean(findInRanges(item.start, item.end, ignored));
  const statements = collector.statements.filter(({ node }) => !isIgnored(node))
    .map(({ node, scope }) => countedStatement(node, collector.scopes.get(node)?.fn, scope, lines));
  const groups = [...collector.groups.values()].map((group) => ({
    ...group, locations: group.locations.map((one) => countedLocation(one, group, isIgnored)),
  }));
  const functions = collector.functions.map((one, i) => ({
    ...one, isCounted: i > 0 && !isIgnored(one), blocks: [], statements: [], groups: [],
  }));
  collector.blocks.forEach((block) => functions[block.fn].blocks.push(block));
  statements.forEach(({ fn }, i) => functions[fn].statements.push(i));
  groups.forEach(({ scope }, i) => functions[scope.fn].groups.push(i));
  return { functions, statements, groups, totals: totalsOf(functions, statements, groups), lineCount: lines.starts.length };
}

function totalsOf(functions, statements, groups) {
  return {
    lines: new Set(statements.map(({ line }) => line)).size,
    branches: groups.reduce((sum, { locations }) => sum + locations.filter((one) => one.isCounted).length, 0),
    statements: statements.length,
    functions: functions.filter((one) => one.isCounted).length,
  };
}

// A function declaration runs as a statement when the function does.
function countedStatement({ start, end }, own, scope, lines) {
  return { start, end, isOwn: own !== undefined, fn: own ?? scope.fn, line: lines.at(start) };
}

function countedLocation(location, group, isIgnored) {
  const place = location.none ? { ...location, start: group.start, end: group.end } : location;
  return { ...place, isCounted: !isIgnored(group) && !isIgnored(place) };
}
