/* What only the pages know; what the server answers stands in core/api-types. */
import type { OutboxRow, ViewCounts } from '$core/api-types';

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

export type View = keyof ViewCounts;

export type OutboxState = OutboxRow['state'];
