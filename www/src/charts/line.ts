/* Where the points of a line stand: pure numbers for drawing, no amounts. */
export interface Dot {
  index: number;
  x: number;
  y: number;
}

/** Round steps from 0 to above the largest value: what the axis says. */
export function ticks(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 3;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * ten >= rough) ?? 10) * ten;
  const list = [0];
  while ((list.at(-1) ?? 0) < most) list.push(Number(((list.at(-1) ?? 0) + step).toPrecision(12)));
  return list;
}

/** Stretches of known values; where one is missing the line breaks. */
export function stretches(
  values: readonly (number | null)[],
  top: number,
  width: number,
  height: number,
): Dot[][] {
  const step = values.length > 1 ? width / values.length : width;
  const out: Dot[][] = [];
  let open = false;
  values.forEach((value, index) => {
    if (value === null) {
      open = false;
      return;
    }
    if (!open) out.push([]);
    open = true;
    const y = height - (Math.max(value, 0) / top) * height;
    out.at(-1)?.push({ index, x: step * (index + 0.5), y });
  });
  return out;
}

export const pathOf = (dots: readonly Dot[]): string =>
  dots.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
