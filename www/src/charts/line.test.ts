import { describe, expect, it } from 'vitest';
import { pathOf, stretches, ticks } from './line';

describe('the axis of a line', () => {
  it('goes in round steps from nothing to above the largest value', () => {
    expect(ticks(52.1)).toEqual([0, 20, 40, 60]);
    expect(ticks(0.9)).toEqual([0, 0.5, 1]);
    expect(ticks(100)).toEqual([0, 50, 100]);
    expect(ticks(0)).toEqual([0, 1]);
  });
});

describe('a line', () => {
  it('breaks where a value is missing', () => {
    const parts = stretches([10, 20, null, 0], 20, 400, 100);
    expect(parts.map((dots) => dots.map(({ index }) => index))).toEqual([[0, 1], [3]]);
    expect(parts[0]?.map(({ x, y }) => [x, y])).toEqual([
      [50, 50],
      [150, 0],
    ]);
    expect(pathOf(parts[0] ?? [])).toBe('M50.0 50.0L150.0 0.0');
  });
  it('draws nothing below the axis', () => {
    expect(stretches([-5], 20, 400, 100)[0]?.[0]?.y).toBe(100);
  });
});
