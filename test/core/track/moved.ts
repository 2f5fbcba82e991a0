/** A coloured texture without an end, and the same moved by a field: first(x) = second(x + field(x)). */
export function motionFrom(field: (x: number, y: number) => readonly [number, number], side = 64) {
  const first = new Uint8Array(side * side * 3);
  const second = new Uint8Array(side * side * 3);
  const inside: number[] = [];
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const [dx, dy] = field(x, y);
    second.set(colourAt(x, y), 3 * at);
    first.set(colourAt(x + dx, y + dy), 3 * at);
    const [toX, toY] = [x + dx, y + dy];
    if (Math.min(toX, toY, x, y) > 3 && Math.max(toX, toY, x, y) < side - 4) inside.push(at);
  }
  return { first, second, inside };
}

function colourAt(x: number, y: number): number[] {
  return [0, 1, 2].map((channel) =>
    Math.round(
      128 +
        45 * Math.sin(0.31 * x + 0.12 * y + channel) * Math.cos(0.27 * y - 0.05 * x + 2 * channel) +
        40 * Math.sin(0.57 * y + 0.22 * x + 0.7 * channel) * Math.sin(0.43 * x - 0.19 * y),
    ),
  );
}
