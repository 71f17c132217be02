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
}

type Read = (name: string) => string | null;

const passed = (day: string, today: string) => /^\d{4}-\d\d-\d\d$/.test(day) && day <= today;

/** A day in the address that has no figures, because it is none or has not come. */
export const dayNotTaken = (read: Read, today: string): string => {
  const day = read('as_of') ?? '';
  return passed(day, today) ? '' : day;
};

export function asked(read: Read, today: string): Asked {
  const day = read('as_of') ?? '';
  const period = read('period') ?? '';
  return {
    as_of: passed(day, today) ? day : today,
    period: (PERIODS as readonly string[]).includes(period) ? period : USUAL,
    division: read('division') ?? '',
    currency: read('currency') ?? '',
    segment: read('segment') ?? '',
    collector_id: /^\d+$/.test(read('collector_id') ?? '') ? (read('collector_id') ?? '') : '',
  };
}

const who = ({ division, segment, collector_id }: Asked): Query => ({
  ...(division && { division }),
  ...(segment && { segment }),
  ...(collector_id && { collector_id }),
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

/** A list of rows behind figures: "open", "open:31:60", "payments". */
export interface RowsName {
  kind: string;
  min: string;
  max: string;
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
] as const;

export function rowsName(text: string | null): RowsName | null {
  const [kind = '', min = '', max = ''] = (text ?? '').split(':');
  const whole = /^-?\d*$/;
  return (KINDS as readonly string[]).includes(kind) && whole.test(min) && whole.test(max)
    ? { kind, min, max }
    : null;
}

/** Where the API has them, and what narrows them. */
export function rowsAt({ kind, min, max }: RowsName): { path: string; query: Query } {
  switch (kind) {
    case 'open':
      return {
        path: 'insights/open-items',
        query: { ...(min && { min_late: min }), ...(max && { max_late: max }) },
      };
    case 'sales':
      return { path: 'insights/documents', query: {} };
    case 'write_offs':
      return { path: 'insights/documents', query: { which: 'write_offs' } };
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
    case 'disputed':
      return 'open:1:';
    case 'over_90':
    case 'at_risk':
      return 'open:91:';
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

/** The address of this page with something else in it; null takes a part away. */
export function address(place: string, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(place);
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  const text = query.toString();
  return text ? `/app/insights?${text}` : '/app/insights';
}
