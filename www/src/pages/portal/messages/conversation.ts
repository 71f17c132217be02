/* The one conversation of this page; it outlives a change of section, with what is not sent yet. */
import { portal } from '../session.svelte';
import type { Message, Page } from '../types';
import { Thread } from './thread.svelte';

export const conversation = new Thread({
  page: (cursor) => portal.get<Page<Message>>('/messages', { cursor }),
  post: (body) => portal.post<Message>('/messages', body),
});
