import { t } from '$core/i18n';
import type { Column } from '$ui/DataGrid.svelte';
import type { WorklistRow } from '$core/api-types';
import { actKeys } from '../shell/acts';
import * as cell from './Cells.svelte';

export type WorklistColumn = Column<WorklistRow>;

/** Those that the address names, in its order; else those that ship. */
export function chosenColumns(
  shipped: readonly WorklistColumn[],
  more: readonly WorklistColumn[],
  names: string | null,
): readonly WorklistColumn[] {
  const all = [...shipped, ...more];
  const chosen = (names ?? '').split(',').flatMap((name) => all.filter((column) => column.key === name));
  // What somebody chose is shown, however narrow the window.
  return chosen.length ? chosen.map((column) => ({ ...column, from: 0 })) : shipped;
}

export const worklistColumns = (): Column<WorklistRow>[] => [
  {
    key: 'score',
    label: t('col.score'),
    track: '64px',
    min: 64,
    sort: 'score',
    descendingFirst: true,
    cell: cell.score,
  },
  {
    key: 'name',
    label: t('col.customer'),
    track: 'minmax(130px, 1.4fr)',
    min: 130,
    sort: 'name',
    cell: cell.customer,
  },
  {
    key: 'overdue',
    label: t('col.overdue'),
    min: 96,
    align: 'end',
    sort: 'overdue',
    descendingFirst: true,
    cell: cell.overdue,
  },
  {
    key: 'days',
    label: t('col.days'),
    min: 56,
    align: 'end',
    sort: 'days',
    descendingFirst: true,
    cell: cell.days,
  },
  {
    key: 'aging',
    label: t('col.aging'),
    track: '92px',
    min: 92,
    from: 860,
    sort: 'oldest',
    cell: cell.aging,
  },
  { key: 'status', label: t('col.status'), min: 110, sort: 'status', cell: cell.status },
  {
    key: 'next',
    label: t('col.next'),
    track: 'minmax(194px, 1fr)',
    min: 194,
    from: 744,
    sort: 'next',
    cell: cell.next,
  },
  {
    key: 'open',
    label: t('col.open'),
    min: 96,
    align: 'end',
    sort: 'open',
    descendingFirst: true,
    from: 1060,
    cell: cell.openAmount,
  },
  {
    key: 'contact',
    label: t('col.contact'),
    track: '104px',
    min: 104,
    from: 1180,
    sort: 'contact',
    cell: cell.contact,
  },
  {
    key: 'owner',
    label: t('col.owner'),
    track: '116px',
    min: 116,
    from: 1300,
    sort: 'owner',
    cell: cell.owner,
  },
];

/** What the help dialog lists. */
export const keyNames = (work: boolean, send: boolean): [string, string][] => [
  ['J K', t('keys.move')],
  ['X', t('keys.select')],
  ['Enter', t('keys.open')],
  ...actKeys(work, send).map(([key, word]): [string, string] => [key, t(word)]),
  ...((work ? [['G', t('nav.session')]] : []) as [string, string][]),
  ['/', t('keys.search')],
  ['Ctrl+K', t('keys.search')],
  ['Esc', t('keys.clear')],
  ['?', t('keys.help')],
];
