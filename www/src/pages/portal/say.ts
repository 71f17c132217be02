/* How the customers' pages write what the server sends. */
import type { PortalInvoice } from '$core/api-types';
import { daysBetween, formatDay, type Day } from '$core/dates';
import { locale, t } from '$core/i18n';
import { formatMoney, isZero } from '$core/money';
import type { Tone } from '$ui/Chip.svelte';

export const day = (on: Day, today?: Day): string => formatDay(on, locale(), today);

export const money = (amount: string, currency: string): string =>
  formatMoney({ amount, currency }, locale());

export interface Status {
  code: string;
  tone: Tone;
}

const TONES: Record<string, Tone> = {
  open: 'mute',
  partly_paid: 'info',
  overdue: 'bad',
  disputed: 'warn',
  promised: 'info',
  paid: 'ok',
  cancelled: 'mute',
};

/** What is agreed (a dispute, a promise) says more than that the day has passed. */
export function statusOf(invoice: PortalInvoice): Status {
  const promised = invoice.status !== 'disputed' && !isZero(invoice.open) && !isZero(invoice.promised);
  const code = promised ? 'promised' : invoice.status;
  return { code, tone: TONES[code] ?? 'mute' };
}

/** "12 days overdue", "Due in 4 days", "Due 2 Mar"; a settled document says when it was issued. */
export function dueText(invoice: PortalInvoice, today?: Day): string {
  if (isZero(invoice.open)) return t('invoice.issued_on', { day: day(invoice.issued_on, today) });
  if (invoice.days_late > 0) return t('invoice.late', { n: invoice.days_late });
  const left = today ? daysBetween(today, invoice.due_on) : -1;
  if (left === 0) return t('invoice.due_today');
  if (left > 0 && left <= SOON_DAYS) return t('invoice.due_in', { n: left });
  return t('invoice.due_on', { day: day(invoice.due_on, today) });
}

const SOON_DAYS = 14;
