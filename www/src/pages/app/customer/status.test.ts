import { describe, expect, it } from 'vitest';
import type { Item } from '$core/api-types';
import { itemStatus } from './status';

const item = (part: Partial<Item>) =>
  ({
    status: 'posted',
    side: 'debit',
    open: '100.00',
    disputed: '0.00',
    promised: '0.00',
    held: false,
    days_late: 0,
    ...part,
  }) as Item;

describe('the status of an item', () => {
  it('is due until its day has passed', () => {
    expect(itemStatus(item({}))).toBe('due');
    expect(itemStatus(item({ days_late: 1 }))).toBe('overdue');
  });

  it('is settled when nothing is open, whatever its day', () => {
    expect(itemStatus(item({ open: '0.00', days_late: 40 }))).toBe('settled');
    expect(itemStatus(item({ open: '0', side: 'credit' }))).toBe('settled');
  });

  it('is disputed or promised only when that covers all that is open', () => {
    expect(itemStatus(item({ disputed: '100.00', days_late: 9 }))).toBe('disputed');
    expect(itemStatus(item({ promised: '100.00', days_late: 9 }))).toBe('promised');
    expect(itemStatus(item({ disputed: '99.99', days_late: 9 }))).toBe('overdue');
  });

  it('is unapplied for a credit, held before all else, cancelled first', () => {
    expect(itemStatus(item({ side: 'credit' }))).toBe('unapplied');
    expect(itemStatus(item({ held: true, disputed: '100.00' }))).toBe('held');
    expect(itemStatus(item({ status: 'cancelled', held: true }))).toBe('cancelled');
  });
});
