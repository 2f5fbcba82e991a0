/** CIELAB under D65 of an sRGB colour, channels 0 to 255: lightness 0 to 100, and the two opponent axes (CIE 15:2004). */
export function labOf(red: number, green: number, blue: number): readonly [number, number, number] {
  const [r, g, b] = [LINEAR[red] as number, LINEAR[green] as number, LINEAR[blue] as number];
  const x = root((0.412453 * r + 0.35758 * g + 0.180423 * b) / 0.95047);
  const y = root(0.212671 * r + 0.71516 * g + 0.072169 * b);
  const z = root((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Light of each of the 256 steps of an sRGB channel. */
const LINEAR = Float64Array.from({ length: 256 }, (_, step) => {
  const value = step / 255;
  return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92;
});

function root(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}
