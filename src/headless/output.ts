import { describeFailure, Failure } from '#core/failure.ts';

/** Results go to stdout: lines for people, or one JSON object for machines. Everything else goes to stderr. */
export function printResult(asJson: boolean, result: object, lines: readonly string[]): void {
  process.stdout.write(asJson ? `${JSON.stringify(result)}\n` : lines.map((line) => `${line}\n`).join(''));
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `unitloom: <sentence> [CODE]`, then what was kept and what to do. */
export function formatFailure(thrown: unknown): string {
  const { code, message, kept, remedy, detail } = describeFailure(thrown);
  const further = [kept, remedy, process.env.UNITLOOM_DEBUG ? detail : undefined].filter((line) => line !== undefined);
  return [`unitloom: ${message} [${code}]`, ...further.map((line) => `  ${line}`), ''].join('\n');
}

export function exitCodeOf(thrown: unknown): number {
  if (!(thrown instanceof Failure)) return 1;
  if (thrown.code === 'USAGE') return 2;
  return thrown.code === 'CANCELLED' ? 130 : 1;
}
