/* What of an invoice is open and not in dispute. */
import { decimalsOf, fromUnits, toUnits } from '$core/money';

export function minus(amount: string, less: string): string {
  const decimals = decimalsOf(amount);
  return fromUnits(toUnits(amount, decimals) - toUnits(less, decimals), decimals);
}

export const restOf = (invoice: { open: string; disputed: string }): string =>
  minus(invoice.open, invoice.disputed);
