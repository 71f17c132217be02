/* What the list of customers may be narrowed to, as its address has it. */
import type { Query } from '$core/api';

export const NARROW = ['status', 'tag', 'assignee', 'division', 'risk', 'min_overdue'] as const;
export type Narrow = Partial<Record<(typeof NARROW)[number], string>>;

/** In the place of a collector's id. */
export const NOBODY = 'none';

/** What the server is asked. */
export const asked = (q: string, narrow: Narrow, sort: string): Query => ({
  q,
  ...narrow,
  assignee: narrow.assignee === NOBODY ? null : (narrow.assignee ?? null),
  unassigned: narrow.assignee === NOBODY ? 'true' : null,
  sort,
});
