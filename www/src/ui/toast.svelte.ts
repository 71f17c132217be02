/* Short notices that need no answer. Errors stay until dismissed. */

export interface Notice {
  id: number;
  tone: 'ok' | 'bad' | 'info';
  text: string;
}

const KEEP_MS = 6000;

let list = $state.raw<readonly Notice[]>([]);
let last = 0;

export const notices = (): readonly Notice[] => list;

export function dismiss(id: number): void {
  list = list.filter((notice) => notice.id !== id);
}

export function toast(text: string, tone: Notice['tone'] = 'ok'): void {
  const id = ++last;
  list = [...list.slice(-3), { id, tone, text }];
  if (tone !== 'bad') setTimeout(() => dismiss(id), KEEP_MS);
}
