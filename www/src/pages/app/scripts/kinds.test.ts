import { describe, expect, it } from 'vitest';
import type { Script } from '$core/api-types';
import { byKind, changedLines, scriptHref } from './kinds';

const row = (kind: string, name: string) => ({ id: kind + name, kind, name }) as Script;

describe('scripts', () => {
  it('stand in groups, strategies first, unknown kinds last', () => {
    const groups = byKind([row('odd', 'x'), row('segment', 'b'), row('strategy', 'z'), row('strategy', 'a')]);
    expect(groups.map((group) => group.kind)).toEqual(['strategy', 'segment', 'odd']);
    expect(groups[0]?.scripts.map((script) => script.name)).toEqual(['a', 'z']);
  });

  it('have an address that survives any name', () => {
    expect(scriptHref({ kind: 'pack', name: 'a/b' })).toBe('/app/scripts/pack/a%2Fb');
  });

  it('count the lines that change', () => {
    expect(changedLines('a\nb\nc', 'a\nx\nc')).toEqual({ out: 1, in: 1 });
    expect(changedLines('a\nb', 'a\nb')).toEqual({ out: 0, in: 0 });
    expect(changedLines('a\na', 'a\na\na')).toEqual({ out: 0, in: 1 });
    expect(changedLines('', 'a')).toEqual({ out: 1, in: 1 });
  });
});
