import { type Command, InvalidArgumentError, Option } from 'commander';

/** How options are written, and what they mean. A text that cannot be read is a wrong use: exit 2. */

export interface JsonOption {
  readonly json?: boolean;
}

export function addJson(command: Command): Command {
  return command.option('--json', 'print one JSON object on stdout');
}

export function addExample(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ unitloom ${line}`).join('\n')}`);
}

/** The commands of one stage. */
export function addGroup(program: Command, name: string, description: string, example: string): Command {
  return addExample(program.command(name).description(description), example);
}

export function numberOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(readNumber);
}

export function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** `16`, or `all` for no limit. A null here would not do: Commander makes an empty text of it. */
export function readLimit(text: string): number | 'all' {
  return text === 'all' ? text : readNumber(text);
}

/** `0,2,5-9` */
export function readUnits(text: string): number[] {
  return text.split(',').flatMap((item) => {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(item);
    if (match === null) throw new InvalidArgumentError('Write units as 0,2,5-9.');
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first || last - first > 1_000_000) throw new InvalidArgumentError(`${item} is not a range of units.`);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** `256,128`; `none` for no layer. */
export function readWidths(text: string): number[] {
  if (text === 'none') return [];
  return text.split(',').map((item) => {
    if (!/^\s*[1-9]\d*\s*$/.test(item)) throw new InvalidArgumentError('Write widths as 256,128, or none.');
    return Number(item);
  });
}

/** `p1-p99` or `minmax` */
export function readRange(text: string): { kind: 'percentile' | 'minmax'; low?: number; high?: number } {
  if (text === 'minmax') return { kind: 'minmax' };
  const match = /^p(\d+(?:\.\d+)?)-p(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Write a range as p1-p99 or minmax.');
  return { kind: 'percentile', low: Number(match[1]), high: Number(match[2]) };
}

export interface UnitsDirection {
  readonly kind: 'units';
  readonly name: string;
  readonly weights: { readonly unit: number; readonly weight: number }[];
}

/** `ears=12:1,40:-0.5`; may be given several times. */
export function readDirection(text: string, before: readonly UnitsDirection[] = []): UnitsDirection[] {
  const match = /^([^=]+)=(.+)$/.exec(text);
  const weights = (match?.[2] ?? '').split(',').map((item) => {
    const pair = /^\s*(\d+):(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*$/i.exec(item);
    if (pair === null) throw new InvalidArgumentError('Write a direction as name=unit:weight,unit:weight.');
    return { unit: Number(pair[1]), weight: Number(pair[2]) };
  });
  return [...before, { kind: 'units', name: match?.[1]?.trim() ?? '', weights }];
}

/** `cat,dog` */
export function readNames(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

type Given<Options> = { [Key in keyof Options]: Exclude<Options[Key], undefined> };

/** The options that were given; the rest keep the defaults of the stage. */
export function given<Options extends object>(options: Options): Given<Options> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<Options>;
}
