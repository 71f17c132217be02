/* What the address says of the figures that are shown, and addresses that say other things. */
import type { Query } from '$core/api';
import type { InsightFigure } from '$core/api-types';
import { addDays } from '$core/dates';

export const PERIODS = ['30', '90', '180', '365'] as const;
export const USUAL = '90';

export interface Asked {
  as_of: string;
  period: string;
  division: string;
  currency: string;
  segment: string;
  collector_id: string;
  customer_id: string;
  basis: string;
  credits: string;
  bounds: string;
}

export const BASES = ['due', 'document'] as const;
export const CREDITS = ['own', 'aged', 'netted'] as const;
export const BOUNDS = ['30,60,90', '15,30,45,60,90', '7,14,30,60,90', '30,60,90,120,180,365'] as const;

type Read = (name: string) => string | null;

const passed = (day: string, today: string) => /^\d{4}-\d\d-\d\d$/.test(day) && day <= today;

/** A day in the address that has no figures, because it is none or has not come. */
export const dayNotTaken = (read: Read, today: string): string => {
  const day = read('as_of') ?? '';
  return passed(day, today) ? '' : day;
};

const id = (text: string | null) => (/^\d+$/.test(text ?? '') ? (text ?? '') : '');
const oneOf = (list: readonly string[], text: string | null) =>
  list.find((one) => one === text) ?? list[0] ?? '';

export function asked(read: Read, today: string): Asked {
  const day = read('as_of') ?? '';
  const period = read('period') ?? '';
  return {
    as_of: passed(day, today) ? day : today,
    period: (PERIODS as readonly string[]).includes(period) ? period : USUAL,
    division: read('division') ?? '',
    currency: read('currency') ?? '',
    segment: read('segment') ?? '',
    collector_id: id(read('collector_id')),
    customer_id: id(read('customer_id')),
    basis: oneOf(BASES, read('basis')),
    credits: oneOf(CREDITS, read('credits')),
    bounds: oneOf(BOUNDS, read('bounds')),
  };
}

const who = ({ division, segment, collector_id, customer_id }: Asked): Query => ({
  ...(division && { division }),
  ...(segment && { segment }),
  ...(collector_id && { collector_id }),
  ...(customer_id && { customer_id }),
});

/** How it is aged, where that is not the usual way. */
export const agingQuery = ({ basis, credits, bounds }: Asked): Query => ({
  ...(basis !== BASES[0] && { basis }),
  ...(credits !== CREDITS[0] && { credits }),
  ...(bounds !== BOUNDS[0] && { bounds }),
});

/** As the API takes it. The usual period is the API's own: CEI is then of one month. */
export const reportQuery = (a: Asked): Query => ({
  as_of: a.as_of,
  ...(a.period !== USUAL && { from: addDays(a.as_of, 1 - Number(a.period)) }),
  ...who(a),
});

export const rowsQuery = (a: Asked, currency: string, more: Query = {}): Query => ({
  ...reportQuery(a),
  currency,
  ...more,
});

/** Days of sending: always both ends, as the addresses of messages have them. */
export const sentQuery = (a: Asked, currency: string): Query & { from: string; to: string } => ({
  from: addDays(a.as_of, 1 - Number(a.period)),
  to: a.as_of,
  currency,
  ...who(a),
});

export const trendQuery = (a: Asked, currency: string, years: number): Query => ({
  as_of: a.as_of,
  from: `${Number(a.as_of.slice(0, 4)) - years}${a.as_of.slice(4, 7)}-01`,
  currency,
  ...who(a),
});

/**
 * A list of rows behind figures: "open", "open:31:60", "payments"; "contacts:12" is what user 12 did.
 * Of other days than the page's: "open:::2025-12-31", "sales::2026-01-31:2026-01-01" (the last, the first).
 */
export interface RowsName {
  kind: string;
  min: string;
  max: string;
  as_of: string;
  from: string;
}

export const KINDS = [
  'open',
  'credits',
  'sales',
  'write_offs',
  'payments',
  'closed',
  'promises',
  'disputes',
  'recoveries',
  'at_risk',
  'disputed',
  'contacts',
  'obtained',
  'received',
] as const;

export function rowsName(text: string | null): RowsName | null {
  const [kind = '', min = '', max = '', as_of = '', from = ''] = (text ?? '').split(':');
  const whole = /^-?\d*$/;
  const day = /^(\d{4}-\d\d-\d\d)?$/;
  return (KINDS as readonly string[]).includes(kind) &&
    whole.test(min) &&
    whole.test(max) &&
    day.test(as_of) &&
    day.test(from)
    ? { kind, min, max, as_of, from }
    : null;
}

const DONE_BY: Record<string, string> = {
  contacts: 'contacts',
  obtained: 'promises-obtained',
  received: 'received',
};

/** Where the API has them, and what narrows them. */
export function rowsAt(name: RowsName): { path: string; query: Query } {
  const { path, query } = rowsOfKind(name);
  const { as_of, from } = name;
  return { path, query: { ...query, ...(as_of && { as_of }), ...(from && { from }) } };
}

function rowsOfKind({ kind, min, max }: RowsName): { path: string; query: Query } {
  const done = DONE_BY[kind];
  if (done) return { path: `insights/${done}`, query: { by: min } };
  switch (kind) {
    case 'open':
      return {
        path: 'insights/open-items',
        query: { ...(min && { min_late: min }), ...(max && { max_late: max }) },
      };
    case 'sales':
      return { path: 'insights/documents', query: {} };
    case 'write_offs':
    case 'recoveries':
      return { path: 'insights/documents', query: { which: kind } };
    case 'at_risk':
      return { path: 'insights/at-risk', query: {} };
    case 'closed':
      return { path: 'insights/closed-invoices', query: {} };
    default:
      return { path: `insights/${kind}`, query: {} };
  }
}

/** Which rows a figure was computed from. */
export function rowsOf({ name, variant }: Pick<InsightFigure, 'name' | 'variant'>): string {
  if (name === 'dso' && variant === 'simple') return 'sales';
  if (name === 'dso' && variant === 'best_possible') return 'open::0';
  if (name === 'adp') return variant === 'unweighted' ? 'closed' : 'payments';
  switch (name) {
    case 'dbt':
      return 'payments';
    case 'past_due':
    case 'add':
      return 'open:1:';
    case 'over_90':
      return 'open:91:';
    case 'at_risk':
    case 'disputed':
      return name;
    case 'bad_debt':
      return 'write_offs';
    case 'promises':
      return 'promises';
    case 'dispute_cycle':
      return 'disputes';
    default:
      return 'open';
  }
}

type Part = Pick<InsightFigure, 'name' | 'variant' | 'inputs'>;

const ROWS_OF_INPUT: Record<string, string> = {
  open_balance: 'open',
  owed: 'open',
  not_due: 'open::0',
  past_due: 'open:1:',
  over_90: 'open:91:',
  sales: 'sales',
  paid: 'payments',
  invoices: 'closed',
  written_off: 'write_offs',
  recovered: 'recoveries',
  billed: 'at_risk',
  unpaid: 'at_risk',
  judged: 'promises',
  kept: 'promises',
  promised: 'promises',
  received: 'promises',
  disputed: 'disputed',
  closed: 'disputes',
};

/** The rows that one of its inputs adds up; null: it is no sum of rows. */
export function rowsOfInput({ name, inputs }: Part, input: string): string | null {
  if (name !== 'cei') return ROWS_OF_INPUT[input] ?? null;
  const of = (key: string) => inputs.find((one) => one.name === key)?.value ?? '';
  if (Number(of('months') || '1') > 1) return null; // sums of several balances
  switch (input) {
    case 'opening_balance':
      return `open:::${addDays(of('from'), -1)}`;
    case 'closing_balance':
      return `open:::${of('to')}`;
    case 'not_due':
      return `open::0:${of('to')}`;
    case 'sales':
      return `sales:::${of('to')}:${of('from')}`;
    default:
      return null;
  }
}

/** The address of this page with something else in it; null takes a part away. */
export function address(place: string, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(place);
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  const text = query.toString();
  return text ? `/app/insights?${text}` : '/app/insights';
}
