import { describe, expect, it } from 'vitest';
import {
  address,
  agingQuery,
  asked,
  reportQuery,
  rowsAt,
  rowsName,
  rowsOf,
  rowsOfInput,
  trendQuery,
} from './place';

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
  it('is of one customer, and ages otherwise, where it says so', () => {
    expect(reportQuery(of('customer_id=12'))).toEqual({ as_of: '2026-03-04', customer_id: '12' });
    expect(agingQuery(of('basis=due&credits=x'))).toEqual({});
    expect(agingQuery(of('basis=document&credits=netted&bounds=7,14,30,60,90'))).toEqual({
      basis: 'document',
      credits: 'netted',
      bounds: '7,14,30,60,90',
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

const at = (text: string) => rowsAt(rowsName(text) ?? { kind: '', min: '', max: '', as_of: '', from: '' });

describe('the rows behind a figure', () => {
  it('are named in the address, and nothing else is', () => {
    expect(rowsName('open:31:60')).toEqual({ kind: 'open', min: '31', max: '60', as_of: '', from: '' });
    expect(rowsName('sales:::2026-01-31:2026-01-01')).toMatchObject({
      as_of: '2026-01-31',
      from: '2026-01-01',
    });
    expect(rowsName('open:::tomorrow')).toBeNull();
    expect(rowsName('users')).toBeNull();
    expect(rowsName('open:x')).toBeNull();
    expect(rowsName(null)).toBeNull();
  });
  it('stand where the API has them', () => {
    expect(at('open::0')).toEqual({
      path: 'insights/open-items',
      query: { max_late: '0' },
    });
    expect(at('write_offs').query).toEqual({ which: 'write_offs' });
    expect(at('received:12')).toEqual({ path: 'insights/received', query: { by: '12' } });
    expect(at('sales:::2026-01-31:2026-01-01').query).toEqual({ as_of: '2026-01-31', from: '2026-01-01' });
  });
  it('are a list of each figure', () => {
    expect(rowsOf({ name: 'adp', variant: 'weighted' })).toBe('payments');
    expect(rowsOf({ name: 'adp', variant: 'unweighted' })).toBe('closed');
    expect(rowsOf({ name: 'past_due', variant: 'ratio' })).toBe('open:1:');
    expect(rowsOf({ name: 'concentration', variant: 'top_10' })).toBe('open');
    expect(rowsOf({ name: 'at_risk', variant: 'rate' })).toBe('at_risk');
  });
  it('are those of each thing that went in, of its own days', () => {
    const input = (name: string, value: string) => ({ name, kind: 'day' as const, value });
    const cei = (months: string) => ({
      name: 'cei',
      variant: 'monthly',
      inputs: [input('from', '2026-02-01'), input('to', '2026-02-28'), input('months', months)],
    });
    expect(rowsOfInput(cei('1'), 'opening_balance')).toBe('open:::2026-01-31');
    expect(rowsOfInput(cei('1'), 'sales')).toBe('sales:::2026-02-28:2026-02-01');
    expect(rowsOfInput(cei('3'), 'opening_balance')).toBeNull();
    const lost = { name: 'bad_debt', variant: 'ratio', inputs: [] };
    expect(rowsOfInput(lost, 'recovered')).toBe('recoveries');
    expect(rowsOfInput(lost, 'days')).toBeNull();
  });
});
