import { describe, expect, it } from 'vitest';
import { changesOf } from './changes';

describe('what an entry changed', () => {
  it('stands side by side, member by member', () => {
    expect(
      changesOf({ role: 'viewer', divisions: ['DE'] }, { role: 'manager', divisions: [], note: 0 }),
    ).toEqual([
      { name: 'role', before: 'viewer', after: 'manager' },
      { name: 'divisions', before: '["DE"]', after: '[]' },
      { name: 'note', before: null, after: '0' },
    ]);
  });

  it('may be there on one side only, or be no object', () => {
    expect(changesOf(null, { a: true })).toEqual([{ name: 'a', before: null, after: 'true' }]);
    expect(changesOf('x', null)).toEqual([{ name: '', before: 'x', after: null }]);
    expect(changesOf(null, null)).toEqual([]);
  });
});
