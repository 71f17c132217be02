/* A report while it is being written, and what the server is sent of it. */
import type {
  ReportColumn,
  ReportDefinition,
  ReportFilter,
  ReportIn,
  ReportView,
  SavedReport,
} from '$core/api-types';

export type Op = ReportFilter['is'];

export interface Draft {
  name: string;
  shared: boolean;
  view: string;
  columns: readonly string[];
  filters: readonly { column: string; is: Op; value: string }[];
  grouped: boolean;
  order: string;
  descending: boolean;
  every: SavedReport['every'];
  onDay: string;
  atHour: string;
  readers: readonly string[];
}

const NO_VALUE: readonly Op[] = ['empty', 'not_empty'];
export const takesValue = (is: Op): boolean => !NO_VALUE.includes(is);

/** What can be asked of a column of that kind. */
export function opsOf(kind: ReportColumn['kind'] | undefined): readonly Op[] {
  if (kind === 'text') return ['is', 'is_not', 'contains', ...NO_VALUE];
  if (kind === 'yes_no') return ['is', 'is_not'];
  return ['is', 'is_not', 'at_least', 'at_most', ...NO_VALUE];
}

export function draftOf(report: SavedReport | null, views: readonly ReportView[]): Draft {
  const first = report?.definition.order?.[0];
  return {
    name: report?.name ?? '',
    shared: report?.shared ?? false,
    view: report?.view ?? views[0]?.name ?? '',
    columns: report?.definition.columns ?? [],
    filters: (report?.definition.filters ?? []).map((one) => ({ ...one, value: one.value ?? '' })),
    grouped: report?.definition.grouped ?? false,
    order: first?.column ?? '',
    descending: first?.descending ?? false,
    every: report?.every ?? 'never',
    onDay: String(report && report.on_day > 0 ? report.on_day : 1),
    atHour: String(report && report.every !== 'never' ? report.at_hour : 7),
    readers: report?.recipient_ids ?? [],
  };
}

/** The columns in the order of the view. */
export function definitionOf(draft: Draft, view: ReportView): ReportDefinition {
  const columns = view.columns.map((one) => one.name).filter((name) => draft.columns.includes(name));
  const sorts = [...columns, ...(draft.grouped ? ['rows'] : [])].includes(draft.order);
  return {
    columns,
    filters: draft.filters.map(({ column, is, value }) =>
      takesValue(is) ? { column, is, value: value.trim() } : { column, is },
    ),
    grouped: draft.grouped,
    order: sorts ? [{ column: draft.order, descending: draft.descending }] : [],
  };
}

export function bodyOf(draft: Draft, view: ReportView): ReportIn {
  const sent = draft.every !== 'never';
  return {
    name: draft.name.trim(),
    shared: draft.shared,
    view: draft.view,
    definition: definitionOf(draft, view),
    every: draft.every,
    ...(sent && {
      on_day: draft.every === 'day' ? 0 : Number(draft.onDay),
      at_hour: Number(draft.atHour),
      recipient_ids: [...draft.readers],
    }),
  };
}
