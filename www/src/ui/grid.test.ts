import { describe, expect, it } from 'vitest';
import { ColumnList, nextSort, parseSort, scrollToRow, sortText, windowOf } from './grid';

describe('the window of a long list', () => {
  it('holds what is seen and a few spare rows on each side', () => {
    expect(windowOf(3600, 360, 36, 100_000, 2)).toEqual({ first: 98, end: 112 });
  });

  it('stays inside the list', () => {
    expect(windowOf(0, 360, 36, 5)).toEqual({ first: 0, end: 5 });
    expect(windowOf(9_000_000, 360, 36, 100)).toEqual({ first: 100, end: 100 });
    expect(windowOf(0, 360, 0, 100)).toEqual({ first: 0, end: 0 });
    expect(windowOf(0, 360, 36, 0)).toEqual({ first: 0, end: 0 });
  });
});

describe('scrolling to a row', () => {
  it('moves as little as possible', () => {
    expect(scrollToRow(5, 0, 400, 36, 32)).toBe(0);
    expect(scrollToRow(20, 0, 400, 36, 32)).toBe(21 * 36 - 368);
    expect(scrollToRow(2, 500, 400, 36, 32)).toBe(72);
  });
});

describe('sorting', () => {
  it('reads and writes the sign of the server', () => {
    const fallback = { key: 'score', descending: true };
    expect(parseSort('-overdue', fallback)).toEqual({ key: 'overdue', descending: true });
    expect(parseSort('name', fallback)).toEqual({ key: 'name', descending: false });
    expect(parseSort(null, fallback)).toBe(fallback);
    expect(sortText({ key: 'days', descending: true })).toBe('-days');
  });

  it('starts as the column wants it and then turns round', () => {
    const score = { key: 'score', descending: true };
    expect(nextSort(score, 'overdue', true)).toEqual({ key: 'overdue', descending: true });
    expect(nextSort(score, 'name', false)).toEqual({ key: 'name', descending: false });
    expect(nextSort(score, 'score', true)).toEqual({ key: 'score', descending: false });
  });
});

describe('pages of columns', () => {
  const list = new ColumnList<{ id: string; n: number }>()
    .with({ id: ['a', 'b'], n: [1, 2] })
    .with({ id: ['c'], n: [3] })
    .with({ id: ['d', 'e'], n: [4, 5] });

  it('read as one list of rows', () => {
    expect(list.length).toBe(5);
    expect([0, 1, 2, 3, 4].map((index) => list.at(index)?.id).join('')).toBe('abcde');
    expect(list.at(2)).toEqual({ id: 'c', n: 3 });
  });

  it('have no rows outside', () => {
    expect(list.at(-1)).toBeUndefined();
    expect(list.at(5)).toBeUndefined();
    expect(new ColumnList().length).toBe(0);
    expect(new ColumnList().at(0)).toBeUndefined();
  });

  it('find a row by a value', () => {
    expect(list.indexOf('id', 'd')).toBe(3);
    expect(list.indexOf('id', 'z')).toBe(-1);
    expect(list.column('n')).toEqual([1, 2, 3, 4, 5]);
    expect(list.pick('id', new Set(['e', 'b', 'z'])).map((row) => row.n)).toEqual([2, 5]);
  });

  it('name the rows with the longest amount of each currency', () => {
    const money = new ColumnList<{ sum: string; currency: string }>()
      .with({ sum: ['9.00', '44010.00'], currency: ['CHF', 'CHF'] })
      .with({ sum: ['-7.00', '123.00'], currency: ['JPY', 'CHF'] });
    expect(money.longest('sum', 'currency').map((row) => row.sum)).toEqual(['44010.00', '-7.00']);
    expect(new ColumnList().longest('sum', 'currency')).toEqual([]);
  });

  it('do not change the list they were added to', () => {
    expect(list.with({ id: ['f'], n: [6] }).length).toBe(6);
    expect(list.length).toBe(5);
  });
});
