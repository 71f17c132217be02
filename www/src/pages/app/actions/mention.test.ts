import { describe, expect, it } from 'vitest';
import { askingAt, meant } from './mention';

const people = ['Ana Muñoz', 'Bob Stone', 'Boris Berg'].map((name) => ({ name }));
const names = (typed: string) => meant(people, { from: 0, typed }).map((one) => one.name);

describe('naming a colleague', () => {
  it('begins with an @ at the beginning of a word, up to where the writing stands', () => {
    expect(askingAt('ask @bo', 7)).toEqual({ from: 4, typed: 'bo' });
    expect(askingAt('@', 1)).toEqual({ from: 0, typed: '' });
    expect(askingAt('@bob st', 7)).toEqual({ from: 0, typed: 'bob st' });
    expect(askingAt('ask @bo, then', 13)).toBeNull();
    expect(askingAt('mail bob@example.com', 20)).toBeNull();
    expect(askingAt('ask @bob stone now', 18)).toBeNull();
  });

  it('finds by any word of the name, without accents; a whole name asks nothing more', () => {
    expect(names('')).toHaveLength(3);
    expect(names('bo')).toEqual(['Bob Stone', 'Boris Berg']);
    expect(names('MUNO')).toEqual(['Ana Muñoz']);
    expect(names('bob stone')).toEqual([]);
  });
});
