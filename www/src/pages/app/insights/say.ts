/* Figures in words. Values are for reading: nothing is computed from them. */
import type { InsightBucket, InsightFigure } from '$core/api-types';
import { locale, t } from '$core/i18n';

const lang = () => (locale() === 'en' ? 'en-GB' : locale());
const oneDecimal = () =>
  new Intl.NumberFormat(lang(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const inUnit = (value: number, unit: 'days' | 'percent'): string =>
  unit === 'days'
    ? t('insights.days', { n: oneDecimal().format(value) })
    : new Intl.NumberFormat(lang(), {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }).format(value / 100);

export const said = ({ value, unit }: Pick<InsightFigure, 'value' | 'unit'>): string =>
  value === null ? '–' : inUnit(Number(value), unit);

export const bucketName = ({ from, to }: Pick<InsightBucket, 'from' | 'to'>): string =>
  from === null
    ? t('insights.not_due')
    : to === null
      ? t('insights.days_from', { from })
      : t('insights.days_from_to', { from, to });

export const monthName = (day: string): string =>
  new Intl.DateTimeFormat(lang(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(day),
  );

export const monthShort = (day: string): string =>
  new Intl.DateTimeFormat(lang(), { month: '2-digit', year: '2-digit', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
