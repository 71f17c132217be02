import { locale } from '$core/i18n';
import { decimalsOf } from '$core/money';

/** An amount as the reader would type it into a field: their decimal mark, no grouping. */
export const typed = (amount: string): string =>
  new Intl.NumberFormat(locale(), {
    useGrouping: false,
    minimumFractionDigits: decimalsOf(amount),
    maximumFractionDigits: decimalsOf(amount),
  }).format(amount as Intl.StringNumericLiteral);
