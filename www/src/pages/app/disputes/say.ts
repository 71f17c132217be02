/* How the pages of disputes write what the server sends. */
import type { DisputeRow } from '$core/api-types';
import { label, t } from '$core/i18n';
import type { Tone } from '$ui/Chip.svelte';

export const stateTone = (row: DisputeRow): Tone =>
  row.state === 'closed'
    ? 'mute'
    : row.state === 'waits_for_approval'
      ? 'warn'
      : row.days_past
        ? 'bad'
        : 'info';

export const stateText = (row: DisputeRow): string =>
  row.state === 'closed' && row.resolution
    ? label('resolution', row.resolution)
    : t(`dispute_state.${row.state}`);

export const disputeHref = (id: string): string => `/app/disputes/${encodeURIComponent(id)}`;
