/* A page of staff that shows a customer: it hears when something of it is different. */
import type { Live } from '$core/api-types';
import { watch, type Watch, type WatchOptions } from '$core/live';
import { collector } from './session.svelte';

/** What a page that shows the messages, too, adds. */
export type Messages = Pick<WatchOptions, 'about' | 'onchat' | 'onlive' | 'ontyping'>;

export function watchMessages(customerId: string, onchanged: () => void, messages: Messages): Watch {
  return watch({
    customerId,
    say: (body) => collector.post<Live>(`/customers/${encodeURIComponent(customerId)}/live`, body),
    onchanged,
    ...messages,
  });
}

export const watchCustomer = (customerId: string, onchanged: () => void): (() => void) =>
  watchMessages(customerId, onchanged, { about: () => ({}) }).stop;
