/* The one conversation of this page; it outlives a change of section, with what is not sent yet. */
import { portal } from '../session.svelte';
import type { PortalMessage } from '$core/api-types';
import type { Page } from '$ui/load.svelte';
import { Thread } from './thread.svelte';

export const conversation = new Thread({
  page: (cursor) => portal.get<Page<PortalMessage>>('/messages', { cursor }),
  post: (body) => portal.post<PortalMessage>('/messages', body),
});
