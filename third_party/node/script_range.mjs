// A script that is one function and nothing else (`function f() {}`) has the very range of that function, and
// monocart-coverage-reports sums what has one range: with a second delta, f would count as run because the script ran.
// So every script gets a line break behind its text, and its own range, not its function's, reaches over it.

export const withLineBreak = (text) => `${text}\n`;

/** The same functions, [[name, isBlockCoverage, ranges], ...], with the script's own range one unit longer. */
export function withScriptRange(functions, textLength) {
  const own = functions.findIndex(([name, , [[start, end]]]) => name === '' && start === 0 && end === textLength);
  if (own < 0) return functions;
  const [name, isBlockCoverage, [[start, end, count], ...blocks]] = functions[own];
  const longer = [name, isBlockCoverage, [[start, end + 1, count], ...blocks]];
  return functions.map((one, i) => (i === own ? longer : one));
}
