/* What a failed request means to the person in front of it. */
import { ApiError } from '$core/api';
import { formatNumber, said, t } from '$core/i18n';

export function problemTitle(error: unknown): string {
  if (!(error instanceof ApiError)) return t('problem.bug');
  const { status } = error;
  if (status === 0) return t('problem.offline');
  if (status === 401) return t('problem.signed_out');
  if (status === 403) return t('problem.no_right');
  if (status === 404) return t('problem.not_found');
  if (status === 409 || status === 412) return t('problem.changed');
  if (status === 413) return t('problem.too_large');
  if (status === 429) return t('problem.too_many');
  if (status === 503) return t('problem.busy');
  if (status >= 500) return t('problem.server');
  return t('problem.refused');
}

export function problemDetail(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  if (error.status === 0) return t('problem.offline_hint');
  if ((error.status === 429 || error.status === 503) && error.retryAfterS !== null)
    return t('problem.retry_after', { n: error.retryAfterS, seconds: formatNumber(error.retryAfterS) });
  // What is wrong with which field says more than that something is wrong.
  const fields = error.problem.errors
    ?.map((field) => said(field.message ?? ''))
    .filter(Boolean)
    .join('; ');
  return fields || said(error.problem.detail ?? '') || null;
}

export const problemText = (error: unknown): string =>
  [problemTitle(error), problemDetail(error)].filter(Boolean).join('. ').replace(/\.\. /g, '. ');
