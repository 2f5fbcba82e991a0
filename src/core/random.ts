import { naturalLog } from './naturalLog.ts';
import type { FloatTensor } from './tensor.ts';

/** Numbers from a seed: the same on every machine, and where a researcher has old seeds, the same as NumPy's. */

const STATE_SIZE = 624;
const STATE_SHIFT = 397;

export interface RandomState {
  /** The next 32 random bits. */
  nextUint32(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  randn(): number;
}

/**
 * `numpy.random.RandomState(seed)`: MT19937 (Matsumoto and Nishimura 1998) seeded by an integer, `random_sample`, and `randn` by the
 * polar method that NumPy calls legacy, which makes two values at a time and keeps one for the next call.
 * Every bit is NumPy's, but for about one normal number in 3000: there the logarithm of NumPy's C library is not the nearest float64,
 * and the last of 53 bits differs. As float32, in which latents are used, they are equal.
 *
 * @param seed integer, 0 to 2^32 - 1
 */
export function randomState(seed: number): RandomState {
  const nextUint32 = mersenneTwister(seed);
  const uniform = (): number => {
    const high = nextUint32() >>> 5;
    const low = nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };

  let kept: number | null = null;
  const randn = (): number => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const squared = x * x + y * y;
      if (squared >= 1 || squared === 0) continue;
      const factor = Math.sqrt((-2 * naturalLog(squared)) / squared);
      kept = factor * x;
      return factor * y;
    }
  };
  return { nextUint32, uniform, randn };
}

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(STATE_SIZE);
  state[0] = seed;
  for (let i = 1; i < STATE_SIZE; i++) {
    const previous = state[i - 1] as number;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }

  let position = STATE_SIZE;
  return () => {
    if (position === STATE_SIZE) {
      twist(state);
      position = 0;
    }
    let bits = state[position++] as number;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return bits >>> 0;
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < STATE_SIZE; i++) {
    const next = state[(i + 1) % STATE_SIZE] as number;
    const joined = ((state[i] as number) & 0x80000000) | (next & 0x7fffffff);
    const odd = joined & 1 ? 0x9908b0df : 0;
    state[i] = (state[(i + STATE_SHIFT) % STATE_SIZE] as number) ^ (joined >>> 1) ^ odd;
  }
}

/** Rows of `RandomState(seed).randn(N, zDim)`: row i is the same whatever N is and however it was reached. */
export interface LatentStream {
  /** @returns [count Z] float32, rows `first` to `first + count - 1`, standard normal */
  rows(first: number, count: number): FloatTensor;
}

/** The stream is sequential: going on is free, skipping forward draws what lies between, going back starts again. */
export function latentStream(seed: number, zDim: number): LatentStream {
  let random = randomState(seed);
  let position = 0;
  return {
    rows(first, count) {
      if (first < position) {
        random = randomState(seed);
        position = 0;
      }
      for (let skipped = (first - position) * zDim; skipped > 0; skipped--) random.randn();
      const data = new Float32Array(count * zDim);
      for (let i = 0; i < data.length; i++) data[i] = random.randn();
      position = first + count;
      return { data, shape: [count, zDim] };
    },
  };
}

/**
 * A number in [0, 1) that belongs to one draw of one seed, whatever else is drawn: a draw is held out where it is below the wanted share.
 * It is MurmurHash3 (x86, 32 bits, seed 0) of both integers as little-endian words, divided by 2^32.
 */
export function splitOf(seed: number, drawIndex: number): number {
  let hash = 0;
  for (const word of [seed, drawIndex]) {
    const scrambled = Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotateLeft(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= 8; // bytes hashed
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** @returns [n] int32, `numpy.random.RandomState(seed).permutation(n)`: Fisher-Yates from the end, indices by masked rejection */
export function shuffled(n: number, seed: number): Int32Array {
  const { nextUint32 } = randomState(seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const mask = 0xffffffff >>> Math.clz32(last);
    let chosen = (nextUint32() & mask) >>> 0;
    while (chosen > last) chosen = (nextUint32() & mask) >>> 0;
    const moved = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = moved;
  }
  return order;
}
