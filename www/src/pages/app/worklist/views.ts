/* The views offered above the list: each a server view with its own order and filters. */
import { parseSort, sortText, type Sort } from '$ui/grid';
import type { Query } from '$core/api';
import type { WorklistSummary } from '$core/api-types';
import type { View } from '../types';

export interface ListView {
  id: string;
  view: View;
  sort: string;
  tag?: string;
}

export const LIST_VIEWS: readonly ListView[] = [
  { id: 'mine', view: 'mine', sort: '-score' },
  { id: 'exceptions', view: 'exceptions', sort: '-score' },
  { id: 'all', view: 'all', sort: '-score' },
  { id: 'value', view: 'overdue', sort: '-overdue' },
  { id: 'days', view: 'overdue', sort: '-days' },
  { id: 'broken', view: 'broken', sort: '-score' },
  { id: 'promised', view: 'promised', sort: '-score' },
  { id: 'disputed', view: 'disputed', sort: '-score' },
  { id: 'held', view: 'held', sort: '-score' },
  { id: 'risk', view: 'all', sort: '-score', tag: 'high-risk' },
];

export const FILTERS = [
  'q',
  'status',
  'cause',
  'tag',
  'strategy',
  'action',
  'currency',
  'division',
  'assignee',
  'unassigned',
  'min_days',
  'max_days',
  'min_overdue',
  'max_overdue',
  'min_open',
  'min_score',
  'min_items',
  'min_broken',
  'next_from',
  'next_to',
  'due_before',
  'contact_before',
  'undelivered',
  'min_not_due',
  'min_disputed',
  'min_promised',
  'min_unapplied',
  'customer_status',
  'customer_kind',
  'portfolio',
] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

const DEFAULT = LIST_VIEWS[0] as ListView;

export const viewOf = (id: string | null): ListView => LIST_VIEWS.find((view) => view.id === id) ?? DEFAULT;

export function readFilters(params: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = params.get(name);
    if (value) filters[name] = value;
  }
  return filters;
}

export const sortOf = (view: ListView, text: string | null): Sort =>
  parseSort(text, parseSort(view.sort, { key: 'score', descending: true }));

/** What the server is asked, without page and order. */
export const filterQuery = (view: ListView, filters: Filters): Query => ({
  view: view.view,
  ...(view.tag ? { tag: view.tag } : {}),
  ...filters,
});

export const listQuery = (view: ListView, filters: Filters, sort: Sort): Query => ({
  ...filterQuery(view, filters),
  sort: sortText(sort),
});

/** How many rows a view holds; views that are only another order or a tag have no count of their own. */
export const countOf = (view: ListView, summary: WorklistSummary | null): number | null =>
  view.tag || view.id === 'days' ? null : (summary?.views[view.view] ?? null);

/** What is asked in a dialog. */
export type Asked =
  | 'note'
  | 'call'
  | 'follow'
  | 'promise'
  | 'done'
  | 'snooze'
  | 'dispute'
  | 'message'
  | 'bulk'
  | 'bulk_note'
  | 'bulk_call'
  | 'assign'
  | 'mail'
  | 'filter'
  | 'keys';
