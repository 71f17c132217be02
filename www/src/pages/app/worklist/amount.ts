/** A decimal string as the reader types it, without groups: what parseAmount reads. */
export const plainAmount = (amount: string, locale: string): string =>
  amount.replace(
    '.',
    new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.',
  );
