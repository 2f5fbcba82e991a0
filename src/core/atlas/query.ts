import { z } from 'zod';
import { Failure } from '../failure.ts';

/** What is asked of units: conditions on concepts, joined freely. */

export const conditionSchema = z.object({
  part: z.string().min(1).max(100),
  metric: z.string().min(1).max(40),
  /** `still`: shown not to change by more than the study's margin. */
  direction: z.enum(['increases', 'decreases', 'changes', 'still']).default('changes'),
  /** Least size of the effect, standard deviations. */
  atLeast: z.number().min(0).max(1000).default(0),
  /** Largest q-value; null asks for none. */
  q: z.number().min(0).max(1).nullable().default(null),
  /** Over start pictures of this class alone; null takes all. */
  className: z.string().min(1).max(200).nullable().default(null),
});
export type Condition = z.infer<typeof conditionSchema>;

export type Query =
  | Condition
  | { readonly all: readonly Query[] }
  | { readonly any: readonly Query[] }
  | { readonly not: Query };

export const querySchema: z.ZodType<Query> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(querySchema).min(1).max(50) }).strict(),
    z.object({ any: z.array(querySchema).min(1).max(50) }).strict(),
    z.object({ not: querySchema }).strict(),
    conditionSchema,
  ]),
);

/** All conditions of a query, in the order in which they are written. */
export function conditionsOf(query: Query): Condition[] {
  if ('all' in query) return query.all.flatMap(conditionsOf);
  if ('any' in query) return query.any.flatMap(conditionsOf);
  if ('not' in query) return conditionsOf(query.not);
  return [query];
}

/** Whether a unit fulfils a query, given which conditions it fulfils. */
export function fulfils(query: Query, meets: (condition: Condition) => boolean): boolean {
  if ('all' in query) return query.all.every((part) => fulfils(part, meets));
  if ('any' in query) return query.any.some((part) => fulfils(part, meets));
  if ('not' in query) return !fulfils(query.not, meets);
  return meets(query);
}

/**
 * Reads a query as people write it:
 *
 *     ear extent increases > 0.3 q < 0.05 and body area still
 *     (ear extent changes or ear area changes) and not "left leg" area changes in fox
 *
 * A condition is part, metric, direction (`changes` where none is given), and any of `> sd`, `q < level`, `in class`. `and` binds
 * closer than `or`. Names with spaces stand in double quotes.
 *
 * @throws Failure BAD_INPUT with the place that could not be read
 */
export function parseQuery(text: string): Query {
  const tokens = text.match(/"[^"]*"|[()<>]|[^\s()<>"]+/g) ?? [];
  const reader = readTokens(tokens);
  const query = readAny(reader);
  if (reader.peek() !== undefined) throw unread(reader, 'and, or, or the end');
  return query;
}

interface Tokens {
  peek(): string | undefined;
  take(): string | undefined;
  takeIf(word: string): boolean;
}

function readTokens(tokens: readonly string[]): Tokens {
  let at = 0;
  return {
    peek: () => tokens[at],
    take: () => tokens[at++],
    takeIf(word) {
      if (tokens[at]?.toLowerCase() !== word) return false;
      at += 1;
      return true;
    },
  };
}

function readAny(tokens: Tokens): Query {
  const parts = [readAll(tokens)];
  while (tokens.takeIf('or')) parts.push(readAll(tokens));
  return parts.length === 1 ? (parts[0] as Query) : { any: parts };
}

function readAll(tokens: Tokens): Query {
  const parts = [readOne(tokens)];
  while (tokens.takeIf('and')) parts.push(readOne(tokens));
  return parts.length === 1 ? (parts[0] as Query) : { all: parts };
}

function readOne(tokens: Tokens): Query {
  if (tokens.takeIf('not')) return { not: readOne(tokens) };
  if (tokens.takeIf('(')) {
    const inner = readAny(tokens);
    if (!tokens.takeIf(')')) throw unread(tokens, 'a closing bracket');
    return inner;
  }
  return readCondition(tokens);
}

const DIRECTIONS: readonly string[] = conditionSchema.shape.direction.unwrap().options;

function readCondition(tokens: Tokens): Condition {
  const part = readName(tokens, 'the name of a part');
  const metric = readName(tokens, 'the name of a metric');
  const direction = DIRECTIONS.includes(tokens.peek() ?? '') ? tokens.take() : undefined;
  let [atLeast, q, className]: [number | undefined, number | undefined, string | undefined] = [
    undefined,
    undefined,
    undefined,
  ];
  for (;;) {
    if (tokens.takeIf('>')) atLeast = readNumber(tokens);
    else if (tokens.takeIf('q')) {
      if (!tokens.takeIf('<')) throw unread(tokens, '<');
      q = readNumber(tokens);
    } else if (tokens.takeIf('in')) className = readName(tokens, 'the name of a class');
    else break;
  }
  const parsed = conditionSchema.safeParse({ part, metric, direction, atLeast, q, className });
  if (parsed.success) return parsed.data;
  throw new Failure('BAD_INPUT', `The condition on ${part} ${metric} has a number outside its range.`, {
    remedy: 'A q-value lies between 0 and 1, a size is not negative.',
  });
}

const RESERVED = new Set(['and', 'or', 'not', '(', ')', '<', '>']);

function readName(tokens: Tokens, wanted: string): string {
  const next = tokens.peek();
  if (next === undefined || RESERVED.has(next.toLowerCase())) throw unread(tokens, wanted);
  tokens.take();
  return next.startsWith('"') ? next.slice(1, -1) : next;
}

function readNumber(tokens: Tokens): number {
  const value = Number(tokens.peek());
  if (tokens.peek() === undefined || !Number.isFinite(value)) throw unread(tokens, 'a number');
  tokens.take();
  return value;
}

function unread(tokens: Tokens, wanted: string): Failure {
  const next = tokens.peek();
  const found = next === undefined ? 'the query ends' : `there is "${next}"`;
  return new Failure('BAD_INPUT', `The query cannot be read: where ${wanted} should stand, ${found}.`, {
    remedy: 'Write it as: ear extent increases > 0.3 q < 0.05 and body area still',
  });
}

/** A query in words, as `parseQuery` reads it. */
export function writeQuery(query: Query): string {
  if ('all' in query)
    return query.all.map((part) => ('any' in part ? `(${writeQuery(part)})` : writeQuery(part))).join(' and ');
  if ('any' in query) return query.any.map(writeQuery).join(' or ');
  if ('not' in query)
    return `not ${'all' in query.not || 'any' in query.not ? `(${writeQuery(query.not)})` : writeQuery(query.not)}`;
  const { part, metric, direction, atLeast, q, className } = query;
  return [
    quoteName(part),
    quoteName(metric),
    direction,
    ...(atLeast > 0 ? [`> ${atLeast}`] : []),
    ...(q === null ? [] : [`q < ${q}`]),
    ...(className === null ? [] : [`in ${quoteName(className)}`]),
  ].join(' ');
}

/** A name as a query has it. */
export function quoteName(name: string): string {
  return /[\s()<>]/.test(name) || RESERVED.has(name.toLowerCase()) ? `"${name}"` : name;
}
