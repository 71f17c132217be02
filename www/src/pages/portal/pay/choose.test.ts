import { describe, expect, it } from 'vitest';
import type { PortalPayAccount, PortalPayItem } from '$core/api-types';
import { first, mostOf, planOf, proposed, type Draft } from './choose';

const item = (id: string, more: Partial<PortalPayItem> = {}): PortalPayItem => ({
  id,
  number: `R${id}`,
  kind: 'invoice',
  due_on: '2026-03-01',
  days_late: 0,
  open: '100.00',
  disputed: '0.00',
  in_progress: '0.00',
  payable: '100.00',
  ...more,
});

const account = (items: PortalPayItem[], credits: string[] = []): PortalPayAccount => ({
  account_id: '1',
  company: 'North',
  currency: 'EUR',
  providers: [{ code: 'transfer', trial: false, saves: false }],
  part_payment: true,
  credits_usable: true,
  items,
  credits: credits.map((usable, k) => ({
    id: `c${k}`,
    number: `P${k}`,
    kind: 'payment',
    on: '2026-03-01',
    open: usable,
    in_progress: '0.00',
    usable,
  })),
});

const draft = (items: string[], more: Partial<Draft> = {}): Draft => ({
  items: new Set(items),
  parts: {},
  credits: new Set(),
  ...more,
});

describe('what is proposed', () => {
  it('leaves out what is in dispute or being paid, unless nothing else is there', () => {
    const mixed = item('1', { disputed: '20.00', in_progress: '30.00', payable: '50.00' });
    expect(proposed(mixed)).toBe('50.00');
    expect(mostOf(mixed)).toBe('70.00');
    expect(proposed(item('2', { disputed: '100.00', payable: '0.00' }))).toBe('100.00');
  });

  it('is what was asked for, else what is late, else all', () => {
    const items = [
      item('1', { days_late: 4 }),
      item('2'),
      item('3', { days_late: 9, in_progress: '100.00', payable: '0.00' }),
    ];
    expect([...first(items, ['2', '3'], false)]).toEqual(['2']);
    expect([...first(items, [], false)]).toEqual(['1']);
    expect([...first(items, [], true)]).toEqual(['1', '2']);
    expect([...first([item('7')], [], false)]).toEqual(['7']);
  });

  it('is never more than one payment takes', () => {
    const many = Array.from({ length: 400 }, (_, k) => item(String(k)));
    expect(first(many, [], true).size).toBe(200);
  });
});

describe('a plan', () => {
  it('adds up what is chosen, a part as it was typed', () => {
    const plan = planOf(account([item('1'), item('2')]), draft(['1', '2'], { parts: { 2: '12,5' } }), 'de');
    expect(plan.lines.map((one) => one.amount)).toEqual(['100.00', '12.50']);
    expect([plan.sum, plan.rest, plan.wrong.size]).toEqual(['112.50', '112.50', 0]);
  });

  it('refuses a part that is none', () => {
    for (const typed of ['', '0', '-1', '100.01', '1.005', 'x']) {
      const plan = planOf(account([item('1')]), draft(['1'], { parts: { 1: typed } }), 'en');
      expect([...plan.wrong], typed).toEqual(['1']);
    }
  });

  it('leaves out what is being paid meanwhile', () => {
    const taken = item('1', { in_progress: '100.00', payable: '0.00' });
    expect(planOf(account([taken, item('2')]), draft(['1', '2']), 'en').lines.map(({ of }) => of.id)).toEqual(
      ['2'],
    );
  });

  it('takes credits one after the other, and never more than there is to pay', () => {
    const plan = planOf(
      account([item('1')], ['30.00', '90.00', '5.00']),
      draft(['1'], { credits: new Set(['c0', 'c1', 'c2']) }),
      'en',
    );
    expect(plan.credits.map((one) => one.amount)).toEqual(['30.00', '70.00']);
    expect([plan.credit, plan.rest]).toEqual(['100.00', '0.00']);
  });

  it('keeps the decimals of the currency', () => {
    const yen = { open: '1250', disputed: '0', in_progress: '0', payable: '1250' };
    expect(planOf(account([item('1', yen)]), draft(['1']), 'en').rest).toBe('1250');
    expect(planOf(account([item('1', yen)]), draft([]), 'en').rest).toBe('0');
  });
});
