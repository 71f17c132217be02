/* What a refused password or code means. */
import { ApiError } from '$core/api';
import { formatNumber, t } from '$core/i18n';

export function secretFault(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  if (error.status === 403 && error.problem.type?.endsWith('/wrong-secret')) return t('factor.wrong');
  if (error.status === 429)
    return t('login.wait', { n: error.retryAfterS ?? 60, seconds: formatNumber(error.retryAfterS ?? 60) });
  return null;
}

/** As the server has it: twelve at least. */
export const PASSWORD_MIN = 12;
