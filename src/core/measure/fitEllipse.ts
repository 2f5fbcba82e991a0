/** An ellipse fitted to points. */
export interface Ellipse {
  readonly centreX: number;
  readonly centreY: number;
  /** Its shorter axis from end to end, px. */
  readonly width: number;
  /** Its longer axis from end to end, px. */
  readonly height: number;
  /** Of its shorter axis, degrees from x towards y (down), 0 to 180, as OpenCV has it; NaN for a circle. */
  readonly angle: number;
  /** 0 is a circle, towards 1 a line. */
  readonly eccentricity: number;
}

/**
 * Least squares as OpenCV's `fitEllipse` does it: a conic gives the centre, and around that centre a second fit the axes. OpenCV turns the
 * sign of an axis where the conic is a hyperbola; here there is no ellipse then.
 *
 * @param points x and y by turns, px; fewer than five tell no ellipse
 * @returns null where no ellipse fits
 */
export function fitEllipse(points: ArrayLike<number>): Ellipse | null {
  const count = points.length / 2;
  if (count < 5) return null;
  let [middleX, middleY] = [0, 0];
  for (let at = 0; at < count; at++) {
    middleX += (points[2 * at] as number) / count;
    middleY += (points[2 * at + 1] as number) / count;
  }
  let scale = 0;
  for (let at = 0; at < count; at++) {
    scale += Math.abs((points[2 * at] as number) - middleX) + Math.abs((points[2 * at + 1] as number) - middleY);
  }
  scale /= count;
  if (scale === 0) return null;
  const x = Float64Array.from({ length: count }, (_, at) => ((points[2 * at] as number) - middleX) / scale);
  const y = Float64Array.from({ length: count }, (_, at) => ((points[2 * at + 1] as number) - middleY) / scale);

  const conic = fitOnes(count, 5, (at) => {
    const [u, v] = [x[at] as number, y[at] as number];
    return [u * u, v * v, u * v, u, v];
  });
  if (conic === null) return null;
  const [a, c, b, d, e] = Array.from(conic) as [number, number, number, number, number];
  const determinant = 4 * a * c - b * b;
  if (determinant === 0) return null;
  const [centreX, centreY] = [(b * e - 2 * c * d) / determinant, (b * d - 2 * a * e) / determinant];

  const axes = fitOnes(count, 3, (at) => {
    const [u, v] = [(x[at] as number) - centreX, (y[at] as number) - centreY];
    return [u * u, v * v, u * v];
  });
  if (axes === null) return null;
  const [xx, yy, xy] = Array.from(axes) as [number, number, number];
  const spread = Math.hypot(yy - xx, xy);
  const flatter = (xx + yy - spread) / 2;
  const steeper = (xx + yy + spread) / 2;
  if (!(flatter > 0)) return null;
  const longer = (Math.atan2(-xy, yy - xx) * 90) / Math.PI;
  return {
    centreX: middleX + scale * centreX,
    centreY: middleY + scale * centreY,
    width: (2 * scale) / Math.sqrt(steeper),
    height: (2 * scale) / Math.sqrt(flatter),
    angle: spread < 1e-9 * steeper ? Number.NaN : (longer + 90 + 180) % 180,
    eccentricity: Math.sqrt(1 - flatter / steeper),
  };
}

/** Coefficients with which rows come closest to 1; null where the rows tell too little. */
function fitOnes(count: number, width: number, rowOf: (at: number) => readonly number[]): Float64Array | null {
  const system = Array.from({ length: width }, () => new Float64Array(width + 1));
  for (let at = 0; at < count; at++) {
    const row = rowOf(at);
    for (let i = 0; i < width; i++) {
      const equation = system[i] as Float64Array;
      for (let j = 0; j < width; j++) equation[j] = (equation[j] as number) + (row[i] as number) * (row[j] as number);
      equation[width] = (equation[width] as number) + (row[i] as number);
    }
  }
  return eliminate(system);
}

/** A pivot this much smaller than the first is none. */
const SINGULAR = 1e-12;

/** Gauss's elimination with row pivoting of a small system, its right side in the last column. */
function eliminate(system: Float64Array[]): Float64Array | null {
  const width = system.length;
  let largest = 0;
  for (let column = 0; column < width; column++) {
    const rest = system.slice(column);
    const pivot = rest.reduce((best, row) =>
      Math.abs(row[column] as number) > Math.abs(best[column] as number) ? row : best,
    );
    const size = Math.abs(pivot[column] as number);
    largest = Math.max(largest, size);
    if (!(size > SINGULAR * largest)) return null;
    const from = system.indexOf(pivot);
    [system[column], system[from]] = [pivot, system[column] as Float64Array];
    for (const row of system.slice(column + 1)) {
      const factor = (row[column] as number) / (pivot[column] as number);
      for (let j = column; j <= width; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const solution = new Float64Array(width);
  for (let i = width - 1; i >= 0; i--) {
    const row = system[i] as Float64Array;
    let rest = row[width] as number;
    for (let j = i + 1; j < width; j++) rest -= (row[j] as number) * (solution[j] as number);
    solution[i] = rest / (row[i] as number);
  }
  return solution;
}
