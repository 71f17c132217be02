import { describe, expect, it } from 'vitest';
import { countOf, filterQuery, listQuery, LIST_VIEWS, readFilters, sortOf, viewOf } from './views';

describe('views of the worklist', () => {
  it('fall back to the own queue', () => {
    expect(viewOf('nonsense').id).toBe('mine');
    expect(viewOf(null).id).toBe('mine');
  });

  it('ask the server for their own order unless the address says another', () => {
    const value = viewOf('value');
    expect(listQuery(value, {}, sortOf(value, null))).toEqual({ view: 'overdue', sort: '-overdue' });
    expect(listQuery(value, {}, sortOf(value, 'name'))).toEqual({ view: 'overdue', sort: 'name' });
  });

  it('let a filter of the address replace the tag of the view', () => {
    const risk = viewOf('risk');
    expect(filterQuery(risk, {})).toEqual({ view: 'all', tag: 'high-risk' });
    expect(filterQuery(risk, { tag: 'new-customer' })).toEqual({ view: 'all', tag: 'new-customer' });
  });

  it('read only the filters they know', () => {
    const params = new URLSearchParams('view=all&currency=EUR&min_days=30&open=7&q=');
    expect(readFilters(params)).toEqual({ currency: 'EUR', min_days: '30' });
  });

  it('show a count only where the server has one', () => {
    const summary = { views: { all: 5, overdue: 3 } } as never;
    const counts = LIST_VIEWS.map((view) => [view.id, countOf(view, summary)]);
    expect(Object.fromEntries(counts)).toMatchObject({
      all: 5,
      value: 3,
      days: null,
      risk: null,
      mine: null,
    });
  });
});
