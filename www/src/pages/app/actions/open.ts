/* Everything a customer has or owes, however many documents that is. */
import type { Item } from '$core/api-types';
import { isZero } from '$core/money';
import { collector } from '../session.svelte';
import type { Page } from '../types';

const MOST = 500;

/** Documents, earliest due first, page after page. */
export async function everyItem(
  customerId: string,
  query: { state: 'open' | 'all'; case_id?: string | null },
  signal?: AbortSignal,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await collector.get<Page<Item>>(
      `/customers/${encodeURIComponent(customerId)}/items`,
      { ...query, sort: 'due_on', limit: MOST, cursor },
      signal,
    );
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor);
  return all;
}

/** Open debits, of one case or of all. */
export async function openDebits(customerId: string, caseId?: string | null): Promise<Item[]> {
  const open = await everyItem(customerId, { state: 'open', case_id: caseId });
  return open.filter((item) => item.side === 'debit' && !isZero(item.open));
}
