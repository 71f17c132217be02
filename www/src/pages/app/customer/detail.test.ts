import { describe, expect, it } from 'vitest';
import { readable } from './detail';

describe('the detail of an activity', () => {
  it('reads as names and texts, without what is empty', () => {
    expect(readable({ step_id: 'second', to: null, n: 0, tags: ['a', 'b'], none: [] })).toEqual([
      ['step id', 'second'],
      ['n', '0'],
      ['tags', 'a, b'],
    ]);
    expect(readable(null)).toEqual([]);
  });

  it('names nested parts by their path', () => {
    expect(readable({ mail: { reply: '250 OK' }, lines: [{ number: 'R-1' }] })).toEqual([
      ['mail reply', '250 OK'],
      ['lines 1 number', 'R-1'],
    ]);
  });
});
