/*
 * Sizes that only the page can know (where a virtual row stands, how wide the
 * columns are) go in through CSSOM: the policy forbids style attributes.
 */
import type { Attachment } from 'svelte/attachments';

export const vars =
  (values: Record<string, string | number>): Attachment<HTMLElement> =>
  (node) => {
    for (const [name, value] of Object.entries(values)) node.style.setProperty(name, String(value));
  };
