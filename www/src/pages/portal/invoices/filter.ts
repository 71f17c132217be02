/* Which invoices are wanted, as the address of the page says it and as the server takes it. */
import type { Query } from '$core/api';
import { isDay } from '$core/dates';

export const STATES = ['open', 'overdue', 'not_due', 'disputed', 'promised', 'paid', 'all'] as const;
export const SORTS = [
  'due',
  'due-desc',
  'issued-desc',
  'issued',
  'amount-desc',
  'amount',
  'open-desc',
  'number',
] as const;

export type State = (typeof STATES)[number];

/** Members of the address that only the panel of filters sets. */
export const PANEL = ['from', 'to', 'min', 'max', 'sort'] as const;

/** "1.250,5" and "1250.50" as the server writes them; null where it is no amount. */
export function amountOf(text: string): string | null {
  const bare = text.trim().replace(/[\s'’]/g, '');
  const plain = /^\d+([.,]\d{1,3})?$/.test(bare)
    ? bare.replace(',', '.')
    : bare.replace(/[.,](?=\d{3}(\D|$))/g, '').replace(',', '.');
  return /^\d+(\.\d{1,3})?$/.test(plain) ? plain : null;
}

const amount = (text: string | null) => (text && amountOf(text)) || undefined;
const day = (text: string | null) => (text && isDay(text) ? text : undefined);

export const stateOf = (show: string | null): State =>
  STATES.includes(show as State) ? (show as State) : 'open';

/** What to ask for. `get` reads the address. */
export function filterOf(get: (name: string) => string | null, one: boolean): Query {
  const sort = SORTS.find((name) => name === get('sort'));
  return {
    state: one ? 'all' : stateOf(get('show')),
    currency: get('currency') ?? '',
    q: get('q') ?? '',
    due_from: day(get('from')),
    due_to: day(get('to')),
    amount_from: amount(get('min')),
    amount_to: amount(get('max')),
    sort: sort?.split('-')[0],
    order: sort && (sort.endsWith('-desc') ? 'desc' : 'asc'),
  };
}
