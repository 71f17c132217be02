import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

type Rgb = [number, number, number];

const luminance = (rgb: Rgb): number => {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const ratio = (a: Rgb, b: Rgb): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;

function token(name: string, scheme: 'light' | 'dark'): Rgb {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (pair) return rgb(pair[scheme === 'light' ? 1 : 2] as string);
  const single = new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css);
  if (!single) throw new Error(`no token ${name}`);
  return rgb(single[1] as string);
}

const SURFACES = ['bg', 'surface', 'surface-2', 'hover', 'selected'];

describe.each(['light', 'dark'] as const)('in the %s theme', (scheme) => {
  const between = (a: string, b: string) => ratio(token(a, scheme), token(b, scheme));

  it.each(SURFACES)('text reads on %s', (surface) => {
    for (const text of ['text', 'text-2']) expect(between(text, surface), text).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['bg', 'surface', 'surface-2'])('faint text, links and late figures read on %s', (surface) => {
    for (const text of ['text-3', 'accent', 'bad-t'])
      expect(between(text, surface), text).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ok', 'warn', 'bad', 'info', 'mute'])('the %s status reads on its tint', (status) => {
    expect(between(`${status}-t`, `${status}-b`)).toBeGreaterThanOrEqual(4.5);
  });

  it('the accent reads under its text, resting and pressed', () => {
    expect(between('on-accent', 'accent-bg')).toBeGreaterThanOrEqual(4.5);
    expect(between('on-accent', 'accent-hover')).toBeGreaterThanOrEqual(4.5);
  });

  it('controls and the focus ring stand out from what is behind them', () => {
    for (const surface of ['bg', 'surface']) {
      expect(between('border-strong', surface)).toBeGreaterThanOrEqual(3);
      expect(between('focus', surface)).toBeGreaterThanOrEqual(3);
    }
  });
});
