/* What the worklist can do beyond its rows; loaded once they are there. */
import { addDays, formatDay, isDay } from '$core/dates';
import { addWords, hasText, label, locale, t } from '$core/i18n';
import words from '$i18n/queue.en';
import { today } from '../session.svelte';
import type { WorklistColumn } from './columns';
import * as cell from './MoreCells.svelte';

addWords(words);

export { default as Desk } from './Desk.svelte';
export { default as Today } from './Today.svelte';
export { default as ViewMenu } from './ViewMenu.svelte';

/** Columns that are not shown until somebody asks for them. */
export const moreColumns = (): WorklistColumn[] => [
  { key: 'causes', label: t('col.causes'), track: 'minmax(150px, 1fr)', min: 150, cell: cell.causes },
  { key: 'number', label: t('col.number'), track: '104px', min: 104, cell: cell.number },
  {
    key: 'division',
    label: t('col.division'),
    track: '92px',
    min: 92,
    sort: 'division',
    cell: cell.division,
  },
  {
    key: 'currency',
    label: t('col.currency'),
    track: '84px',
    min: 84,
    sort: 'currency',
    cell: cell.currency,
  },
  {
    key: 'strategy',
    label: t('col.strategy'),
    track: '120px',
    min: 120,
    sort: 'strategy',
    cell: cell.strategy,
  },
  { key: 'tags', label: t('col.tags'), track: 'minmax(130px, 1fr)', min: 130, cell: cell.tags },
  {
    key: 'items',
    label: t('col.items'),
    track: '76px',
    min: 76,
    align: 'end',
    sort: 'items',
    descendingFirst: true,
    cell: cell.items,
  },
  {
    key: 'broken',
    label: t('col.broken'),
    track: '84px',
    min: 84,
    align: 'end',
    sort: 'broken',
    descendingFirst: true,
    cell: cell.broken,
  },
  { key: 'oldest', label: t('col.oldest'), track: '104px', min: 104, sort: 'oldest', cell: cell.oldest },
  { key: 'disputed', label: t('col.disputed'), min: 96, align: 'end', cell: cell.disputed },
  { key: 'promised', label: t('col.promised'), min: 96, align: 'end', cell: cell.promised },
  { key: 'unapplied', label: t('col.unapplied'), min: 96, align: 'end', cell: cell.unapplied },
  { key: 'reason', label: t('col.reason'), track: 'minmax(220px, 2fr)', min: 220, cell: cell.reason },
];

const written = (value: string) => (isDay(value) ? formatDay(value, locale(), addDays(today(), 0)) : value);

/** A filter as the reader says it; undefined where the value says it all. */
export function filterChip(name: string, value: string): string | undefined {
  if (name === 'cause') return label('cause', value);
  if (name === 'strategy') return label('strategy', value);
  if (name === 'action') return label('next', value.replaceAll(' ', '_'));
  if (name === 'unassigned') return t('filter.owner_none');
  if (name === 'assignee') return t('filter.chip_owner');
  const key = `filter.chip_${name}`;
  return hasText(key) ? t(key, { value: written(value) }) : undefined;
}
