/* What is owed, read once and shown on every page; it also says which day the company has. */
import type { Day } from '$core/dates';
import { Resource } from '$ui/load.svelte';
import { portal } from './session.svelte';
import type { Summary } from './types';

export const summary = new Resource<Summary>();

export const loadSummary = (keep = false): Promise<Summary | null> =>
  summary.load((signal) => portal.get<Summary>('/summary', undefined, signal), keep);

export const today = (): Day | undefined => summary.data?.as_of;
export const currencies = (): string[] => summary.data?.balances.map(({ currency }) => currency) ?? [];
