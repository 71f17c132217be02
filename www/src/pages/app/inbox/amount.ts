import { locale } from '$core/i18n';
import { decimalsOf } from '$core/money';

/** An amount as the reader would type it. Beside actions/typed.ts, which belongs to the worklist's own code. */
export const readable = (amount: string): string => {
  const digits = decimalsOf(amount);
  return new Intl.NumberFormat(locale(), {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount as Intl.StringNumericLiteral);
};
