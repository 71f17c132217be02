import { label, t } from '$core/i18n';

/** Why a case follows its strategy: a pin, the default, or the segment (its tag or its own sentence) that matched. */
export function strategyWhy(why: string): string {
  if (why === 'pin' || why === 'default') return t(`why.by_${why}`);
  return /^[\w-]+$/.test(why) ? t('why.by_segment', { tag: label('tag', why) }) : why;
}
