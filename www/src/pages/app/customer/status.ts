import { compareAmounts, isZero } from '$core/money';
import type { Item } from '$core/api-types';

export type ItemStatus =
  'cancelled' | 'settled' | 'unapplied' | 'held' | 'disputed' | 'promised' | 'overdue' | 'due';

const covers = (part: string, whole: string): boolean => !isZero(part) && compareAmounts(part, whole) >= 0;

/** The one word that says most about an item; a part of it that is disputed or promised is marked beside it. */
export function itemStatus(item: Item): ItemStatus {
  if (item.status === 'cancelled') return 'cancelled';
  if (isZero(item.open)) return 'settled';
  if (item.side === 'credit') return 'unapplied';
  if (item.held) return 'held';
  if (covers(item.disputed, item.open)) return 'disputed';
  if (covers(item.promised, item.open)) return 'promised';
  return item.days_late > 0 ? 'overdue' : 'due';
}
