import { describe, expect, it } from 'vitest';
import { address, asked, reportQuery, rowsAt, rowsName, rowsOf, trendQuery } from './place';

const read = (text: string) => (name: string) => new URLSearchParams(text).get(name);
const of = (text: string) => asked(read(text), '2026-03-04');

describe('the address of the figures', () => {
  it('is of today and the usual period unless it says otherwise', () => {
    expect(reportQuery(of(''))).toEqual({ as_of: '2026-03-04' });
    expect(reportQuery(of('as_of=2026-02-28&period=30&division=DE&segment=key'))).toEqual({
      as_of: '2026-02-28',
      from: '2026-01-30',
      division: 'DE',
      segment: 'key',
    });
  });
  it('takes no day to come, no made-up period and no id that is none', () => {
    expect(of('as_of=2027-01-01&period=7&collector_id=x')).toMatchObject({
      as_of: '2026-03-04',
      period: '90',
      collector_id: '',
    });
  });
  it('goes back whole months for a trend', () => {
    expect(trendQuery(of(''), 'EUR', 1)).toEqual({
      as_of: '2026-03-04',
      from: '2025-03-01',
      currency: 'EUR',
    });
  });
  it('keeps the rest when a part changes', () => {
    expect(address('division=DE&rows=open', { rows: null })).toBe('/app/insights?division=DE');
    expect(address('rows=open', { rows: null })).toBe('/app/insights');
    expect(address('', { rows: 'open:1:30' })).toBe('/app/insights?rows=open%3A1%3A30');
  });
});

describe('the rows behind a figure', () => {
  it('are named in the address, and nothing else is', () => {
    expect(rowsName('open:31:60')).toEqual({ kind: 'open', min: '31', max: '60' });
    expect(rowsName('users')).toBeNull();
    expect(rowsName('open:x')).toBeNull();
    expect(rowsName(null)).toBeNull();
  });
  it('stand where the API has them', () => {
    expect(rowsAt({ kind: 'open', min: '', max: '0' })).toEqual({
      path: 'insights/open-items',
      query: { max_late: '0' },
    });
    expect(rowsAt({ kind: 'write_offs', min: '', max: '' }).query).toEqual({ which: 'write_offs' });
  });
  it('are a list of each figure', () => {
    expect(rowsOf({ name: 'adp', variant: 'weighted' })).toBe('payments');
    expect(rowsOf({ name: 'adp', variant: 'unweighted' })).toBe('closed');
    expect(rowsOf({ name: 'past_due', variant: 'ratio' })).toBe('open:1:');
    expect(rowsOf({ name: 'concentration', variant: 'top_10' })).toBe('open');
  });
});
