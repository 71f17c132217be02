/* What a failed request means to the person in front of it. */
import { ApiError, type FieldProblem } from '$core/api';
import { formatNumber, label, locale, said, t } from '$core/i18n';

export function problemTitle(error: unknown): string {
  if (!(error instanceof ApiError)) return t('problem.bug');
  const { status, problem } = error;
  if (status === 0) return t('problem.offline');
  if (status === 401) return t('problem.signed_out');
  if (status === 403) return t('problem.no_right');
  if (status === 404) return t('problem.not_found');
  // a conflict of a kind of its own says itself what it is
  if (status === 412 || (status === 409 && (problem.type ?? '/conflict').endsWith('/conflict')))
    return t('problem.changed');
  if (status === 413) return t('problem.too_large');
  if (status === 429) return t('problem.too_many');
  if (status === 503) return t('problem.busy');
  if (status >= 500) return t('problem.server');
  return t('problem.refused');
}

/**
 * Of which field it is, unless it is a sentence of its own: "must be a day" of /due_on. Fields
 * have English names alone, which no other language is mixed with.
 */
function fieldProblem({ pointer = '', message = '' }: FieldProblem): string {
  const text = said(message);
  const name = pointer
    .split(/[/?]/)
    .filter((part) => part && !/^\d+$/.test(part))
    .at(-1);
  return name && locale().startsWith('en') && /^\P{Lu}/u.test(text)
    ? `${label('field', name)} ${text}`
    : text;
}

export function problemDetail(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  if (error.status === 0) return t('problem.offline_hint');
  if ((error.status === 429 || error.status === 503) && error.retryAfterS !== null)
    return t('problem.retry_after', { n: error.retryAfterS, seconds: formatNumber(error.retryAfterS) });
  // What is wrong with which field says more than that something is wrong.
  const fields = error.problem.errors?.map(fieldProblem).filter(Boolean).join('; ');
  return fields || said(error.problem.detail ?? '') || null;
}

export const problemText = (error: unknown): string =>
  [problemTitle(error), problemDetail(error)].filter(Boolean).join('. ').replace(/\.\. /g, '. ');
