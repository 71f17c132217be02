/* What the worklist can do beyond its rows; loaded once they are there. */
import { addDays, formatDay, isDay } from '$core/dates';
import { addWords, hasText, label, locale, t } from '$core/i18n';
import words from '$i18n/queue.en';
import { action, strategyName } from '../say';
import { today } from '../session.svelte';
import { plainAmount } from './amount';
import { choices } from './choices.svelte';
import type { WorklistColumn } from './columns';
import * as cell from './MoreCells.svelte';

addWords(words);

export { default as Desk } from './Desk.svelte';
export { default as Today } from './Today.svelte';
export { default as ViewMenu } from './ViewMenu.svelte';

/** Columns that are not shown until somebody asks for them. */
export const moreColumns = (): WorklistColumn[] => [
  {
    key: 'causes',
    label: t('col.causes'),
    track: 'minmax(150px, 1fr)',
    min: 150,
    sort: 'causes',
    descendingFirst: true,
    cell: cell.causes,
  },
  { key: 'number', label: t('col.number'), track: '104px', min: 104, sort: 'number', cell: cell.number },
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
  { key: 'tags', label: t('col.tags'), track: 'minmax(130px, 1fr)', min: 130, sort: 'tags', cell: cell.tags },
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
  {
    key: 'disputed',
    label: t('col.disputed'),
    min: 96,
    align: 'end',
    sort: 'disputed',
    descendingFirst: true,
    cell: cell.disputed,
  },
  {
    key: 'promised',
    label: t('col.promised'),
    min: 96,
    align: 'end',
    sort: 'promised',
    descendingFirst: true,
    cell: cell.promised,
  },
  {
    key: 'unapplied',
    label: t('col.unapplied'),
    min: 96,
    align: 'end',
    sort: 'unapplied',
    descendingFirst: true,
    cell: cell.unapplied,
  },
  {
    key: 'reason',
    label: t('col.reason'),
    track: 'minmax(220px, 2fr)',
    min: 220,
    sort: 'reason',
    cell: cell.reason,
  },
];

const written = (value: string) =>
  isDay(value) ? formatDay(value, locale(), addDays(today(), 0)) : plainAmount(value, locale());

/** A filter as the reader says it; undefined where the value says it all. */
export function filterChip(name: string, value: string): string | undefined {
  if (name === 'cause') return label('cause', value);
  if (name === 'strategy') return strategyName(value);
  if (name === 'action') return action(value);
  if (name === 'customer_status' || name === 'customer_kind') return label(name, value);
  if (name === 'undelivered') return t('tiles.mail');
  if (name === 'unassigned') return t('filter.owner_none');
  if (name === 'assignee')
    return choices.all.owners.find((one) => one.value === value)?.label ?? t('filter.chip_owner');
  const key = `filter.chip_${name}`;
  return hasText(key) ? t(key, { value: written(value) }) : undefined;
}
