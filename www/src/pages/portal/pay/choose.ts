/* What a payment is made of: what was chosen of one account, and what is left to pay. */
import type { PortalPayAccount, PortalPayCredit, PortalPayItem } from '$core/api-types';
import { compareAmounts, decimalsOf, fromUnits, isZero, parseAmount, toUnits } from '$core/money';

/** So many invoices a payment. */
export const MOST = 200;

export interface Draft {
  items: ReadonlySet<string>;
  /** What was typed for those that are paid in part. */
  parts: Readonly<Record<string, string>>;
  credits: ReadonlySet<string>;
}

/** Why less is paid than is open. */
export interface Why {
  reason: string;
  detail: string;
}

export interface Line<Of> {
  of: Of;
  amount: string;
}

export interface Plan {
  lines: Line<PortalPayItem>[];
  credits: Line<PortalPayCredit>[];
  /** Items whose part is none. */
  wrong: ReadonlySet<string>;
  sum: string;
  credit: string;
  /** What is left to pay by the provider. */
  rest: string;
}

export function less(amount: string, other: string): string {
  const decimals = Math.max(decimalsOf(amount), decimalsOf(other));
  return fromUnits(toUnits(amount, decimals) - toUnits(other, decimals), decimals);
}

const more = (amount: string, other: string): string => less(amount, less('0', other));

const within = (amount: string, most: string): string => (compareAmounts(amount, most) > 0 ? most : amount);

/** At most so much may be paid of it: also of what is in dispute. */
export const mostOf = (item: PortalPayItem): string => less(item.open, item.in_progress);

/** What is proposed: what is not in dispute, if anything. */
export const proposed = (item: PortalPayItem): string => (isZero(item.payable) ? mostOf(item) : item.payable);

export const payable = (item: PortalPayItem): boolean => compareAmounts(mostOf(item), '0') > 0;

/** What is chosen at first: what was asked for, else what is late, else all of it. */
export function first(items: readonly PortalPayItem[], ids: readonly string[], all: boolean): Set<string> {
  const can = items.filter(payable);
  const plain = can.filter((one) => !isZero(one.payable));
  const late = plain.filter((one) => one.days_late > 0);
  const chosen = ids.length
    ? can.filter((one) => ids.includes(one.id))
    : all || late.length === 0
      ? plain
      : late;
  return new Set(chosen.slice(0, MOST).map((one) => one.id));
}

/** A part that is typed; null: none that can be paid. */
function partOf(item: PortalPayItem, typed: string, locale: string): string | null {
  const amount = parseAmount(typed, locale, decimalsOf(item.open));
  return amount && compareAmounts(amount, '0') > 0 && compareAmounts(amount, mostOf(item)) <= 0
    ? amount
    : null;
}

/** What a part is asked for with, beside the item. */
export interface Asking {
  /** It was tried to pay so. */
  asked: boolean;
  wrong: boolean;
  /** Whether why the rest is not paid can be said, and must be. */
  explains: boolean;
  must: boolean;
  why: Why | undefined;
  onwhy: (why: Why) => void;
}

/** What a line leaves out of all that could be paid and is not in dispute; null: nothing. */
export const leftOut = ({ of, amount }: Line<PortalPayItem>): string | null =>
  !isZero(amount) && compareAmounts(amount, of.payable) < 0 ? less(of.payable, amount) : null;

/** A line as it is sent. */
export const lineOf = (line: Line<PortalPayItem>, why: Why | undefined) => ({
  invoice_id: line.of.id,
  amount: line.amount,
  ...(why?.reason &&
    leftOut(line) && {
      deduction: { reason_code: why.reason, ...(why.detail.trim() && { detail: why.detail.trim() }) },
    }),
});

export function planOf(account: PortalPayAccount, draft: Draft, locale: string): Plan {
  const wrong = new Set<string>();
  const lines = account.items
    .filter((one) => draft.items.has(one.id) && payable(one))
    .map((of) => {
      const typed = draft.parts[of.id];
      const amount = typed === undefined ? proposed(of) : partOf(of, typed, locale);
      if (amount === null) wrong.add(of.id);
      return { of, amount: amount ?? less(of.open, of.open) };
    });
  const none = less('0', fromUnits(0n, account.items[0] ? decimalsOf(account.items[0].open) : 0));
  const sum = lines.reduce((all, one) => more(all, one.amount), none);
  let rest = sum;
  const credits = account.credits
    .filter((one) => draft.credits.has(one.id))
    .map((of) => {
      const amount = within(of.usable, rest);
      rest = less(rest, amount);
      return { of, amount };
    })
    .filter((one) => !isZero(one.amount));
  return { lines, credits, wrong, sum, credit: less(sum, rest), rest };
}
