import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ENGINE_ENVIRONMENT } from '#backend/engine/port.ts';
import { coverage } from './linkerCoverage.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';

/**
 * Linkers against scikit-learn and torch, two threads each, both sides warm and in turns, so that a ratio sees one machine. The floor of
 * ridge is the multiply-adds of the upper triangle of X^T X and of X^T Y at the rate of the best large product in the same round.
 *
 * Where the time goes at full size: a ridge fit is four fifths products (most of them float32, of its moments, with what is computed beyond
 * the triangle; the rest float64, of factorisation and solve), a tenth gathering rows as columns, a tenth garbage collection and sums. Of a
 * cross-validated path a tenth is products of the moments, half those of its five band reductions, of the solves and the quadratic
 * forms of its 100 errors, and a third plain TypeScript. The elastic net is moments by a third, which alone are a fifth of
 * scikit-learn's time, and proximal steps by two thirds: 60 to 70 of them, where a tenth of the weights of a dimension are not 0.
 */
export const bench: Bench = async (options) => {
  const { rows, units, latentDim } = options.includes('small') ? SMALL : FULL;
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-linker-bench-'));
  const sides: Side[] = [];
  const open = async (side: Promise<Side>): Promise<Side> => {
    sides.push(await side);
    return side;
  };
  try {
    const theirs = await open(openOracle(folder, [rows, units, latentDim]));
    const frugal = await open(openFits(folder, 'memory'));
    const dataBytes = 4 * rows * (units + latentDim);
    const fitMemory = (await frugal.ask('fit-memory')) / dataBytes;
    const pathMemory = (await frugal.ask('cross-validation-memory')) / dataBytes;
    frugal.close();
    log(`peak memory over data: one fit ${fitMemory.toFixed(2)}, a cross-validated path ${pathMemory.toFixed(2)}`);

    const ours = await open(openFits(folder, 'time'));
    const work = rows * (units * ((units + 1) / 2) + units * latentDim);
    const rounds: Round[] = [];
    await ours.ask('ridge');
    await theirs.ask('ridge');
    for (let round = 0; round < ROUNDS; round++) {
      const floor = work / (await ours.ask('peak'));
      rounds.push({ floor, ours: await ours.ask('ridge'), theirs: await theirs.ask('ridge') });
      log(
        `ridge: floor ${seconds(floor)}, ours ${seconds(rounds[round]?.ours)}, scikit-learn ${seconds(rounds[round]?.theirs)}`,
      );
    }
    const theirRidge = median(rounds.map((round) => round.theirs));
    const ratioOf = async (command: string): Promise<number> => {
      const [mine, other] = [await ours.ask(command), await theirs.ask(command)];
      log(`${command}: ours ${seconds(mine)}, scikit-learn ${seconds(other)}`);
      return mine / other;
    };
    const mlpRatio = await mlpSteps(ours, theirs);
    const leastSquaresRatio = await ratioOf('least-squares');
    const elasticNetRatio = await ratioOf('elastic-net');
    const path = await ours.ask('cross-validation');
    log(`5 folds x 20 penalties: ours ${seconds(path)}`);
    log(`elastic net: off a converged one by ${(await theirs.ask('elastic-net-error')).toExponential(1)} sd at most`);
    return rounded({
      ridgeRatio: median(rounds.map((round) => round.ours)) / theirRidge,
      ridgeOverFloor: median(rounds.map((round) => round.ours / round.floor)),
      leastSquaresRatio,
      elasticNetRatio,
      cvOverFit: path / theirRidge,
      mlpRatio,
      predictionError: await theirs.ask('ridge-error'),
      coverage: await coverage(),
    });
  } finally {
    for (const side of sides) side.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const MLP_ROUNDS = 9;

/** Median step of ours over the median step of torch, in turns. */
async function mlpSteps(ours: Side, theirs: Side): Promise<number> {
  const rounds: { readonly mine: number; readonly other: number }[] = [];
  for (let round = 0; round < MLP_ROUNDS; round++) {
    rounds.push({ mine: await ours.ask('mlp'), other: await theirs.ask('mlp') });
  }
  const [mine, other] = [median(rounds.map((round) => round.mine)), median(rounds.map((round) => round.other))];
  log(`mlp step: ours ${(1000 * mine).toFixed(2)} ms, torch ${(1000 * other).toFixed(2)} ms`);
  return mine / other;
}

const FULL = { rows: 25_000, units: 2048, latentDim: 512 };
const SMALL = { rows: 6000, units: 1024, latentDim: 256 };
const ROUNDS = 5;

interface Round {
  /** Seconds. */
  readonly floor: number;
  readonly ours: number;
  readonly theirs: number;
}

interface Side {
  ask(command: string): Promise<number>;
  close(): void;
}

/** Debian's scikit-learn; another interpreter with it may be named by PYTHON. */
async function openOracle(folder: string, extents: readonly number[]): Promise<Side> {
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const child = spawn(python, [join(import.meta.dirname, 'linkerOracle.py'), folder, ...extents.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OPENBLAS_NUM_THREADS: '2', OMP_NUM_THREADS: '2' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<number> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('scikit-learn ended; is it installed?');
    return Number(value);
  };
  await answer();
  return {
    ask(command) {
      child.stdin.write(`${command}\n`);
      return answer();
    },
    close: () => child.kill(),
  };
}

async function openFits(folder: string, mode: 'memory' | 'time'): Promise<Side> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'linkerFits.process.ts'), [folder, mode], {
    env: { ...process.env, ...ENGINE_ENVIRONMENT },
  });
  const answer = async (): Promise<number> => Number((await once(child, 'message'))[0]);
  await answer();
  return {
    ask(command) {
      child.send(command);
      return answer();
    },
    close: () => child.kill(),
  };
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

const seconds = (value: number | undefined): string => `${(value ?? Number.NaN).toFixed(2)} s`;

function rounded(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(3))]));
}
