import type { ExpectedReason } from '$core/api-types';
import { t } from '$core/i18n';
import { day } from '../say';

/** Why an invoice is expected on its day, a sentence a reason. */
export function reasons(why: readonly ExpectedReason[]): string[] {
  return why.map(({ code, days = 0, on }) => {
    if (on) return t(`forecast.why.${code}`, { day: day(on) });
    return t(`forecast.why.${code}.${days > 0 ? 'late' : days < 0 ? 'early' : 'same'}`, {
      n: Math.abs(days),
    });
  });
}
