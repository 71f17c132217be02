import { expect, test } from 'vitest';
import { amountOf, filterOf, stateOf } from './filter';

test('an amount is understood as people write it, and nothing else is', () => {
  const want: Record<string, string | null> = {
    '1250': '1250',
    '1250.5': '1250.5',
    '1250,50': '1250.50',
    '1.250,50': '1250.50',
    '1,250.50': '1250.50',
    '1 250,50': '1250.50',
    "1'250.50": '1250.50',
    '-3': null,
    abc: null,
    '': null,
  };
  for (const [text, plain] of Object.entries(want)) expect(amountOf(text), text).toBe(plain);
});

test('what the address says wrongly is not asked for', () => {
  const of = (text: string) => {
    const query = new URLSearchParams(text);
    return filterOf((name) => query.get(name), false);
  };
  expect(stateOf('late')).toBe('open');
  expect(of('show=paid&from=2026-01-01&to=soon&min=x&max=9&sort=amount-desc')).toEqual({
    state: 'paid',
    currency: '',
    q: '',
    due_from: '2026-01-01',
    due_to: undefined,
    amount_from: undefined,
    amount_to: '9',
    sort: 'amount',
    order: 'desc',
  });
  expect(of('sort=age').sort).toBeUndefined();
});
