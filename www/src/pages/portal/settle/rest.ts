/* What of invoices is open and not in dispute. */
import { decimalsOf, fromUnits, sumMoney, toUnits } from '$core/money';

interface Owed {
  open: string;
  disputed: string;
  currency: string;
}

export function minus(amount: string, less: string): string {
  const decimals = decimalsOf(amount);
  return fromUnits(toUnits(amount, decimals) - toUnits(less, decimals), decimals);
}

export const restOf = (invoice: Owed): string => minus(invoice.open, invoice.disputed);

/** Of invoices in one currency; '0' of none. */
export const sumOf = (invoices: readonly Owed[]): string =>
  sumMoney(invoices.map((one) => ({ amount: restOf(one), currency: one.currency })))?.amount ?? '0';
