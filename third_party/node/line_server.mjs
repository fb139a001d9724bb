// One JSON message a line on standard input, one JSON answer a line on standard output, until standard input ends. A message
// that cannot be answered gets {"error": words}; the process goes on.
import { createInterface } from 'node:readline';

export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try {
      reply = await answer(JSON.parse(line));
    } catch (error) {
      reply = { error: `${error.message}` };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
