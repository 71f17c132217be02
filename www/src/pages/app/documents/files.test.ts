import { describe, expect, it } from 'vitest';
import { filterText } from './files';

describe('the filters of an export', () => {
  it('are those of the list, without what is of one page', () => {
    expect(
      filterText({ view: 'all', q: 'A & B', limit: 100, cursor: 'x', format: 'columns', sort: null }),
    ).toBe('view=all&q=A+%26+B');
  });

  it('leave out what is not set', () => {
    expect(filterText({ state: '', kind: undefined, exception: true })).toBe('exception=true');
  });
});
