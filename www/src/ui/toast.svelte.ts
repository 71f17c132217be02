/* Short notices that need no answer. Errors stay until dismissed. */

export interface Notice {
  id: number;
  tone: 'ok' | 'bad' | 'info';
  text: string;
  /** Takes back what the notice tells of. */
  undo?: (() => Promise<unknown>) | undefined;
}

const KEEP_MS = 6000;
/** Longer, so that there is time to think better of it. */
const UNDO_MS = 20_000;

let list = $state.raw<readonly Notice[]>([]);
let last = 0;

export const notices = (): readonly Notice[] => list;

export function dismiss(id: number): void {
  list = list.filter((notice) => notice.id !== id);
}

export function toast(text: string, tone: Notice['tone'] = 'ok', undo?: Notice['undo']): void {
  const id = ++last;
  list = [...list.slice(-3), { id, tone, text, undo }];
  if (tone !== 'bad') setTimeout(() => dismiss(id), undo ? UNDO_MS : KEEP_MS);
}

/** The newest notice that can be taken back. */
export const undoable = (): Notice | undefined => list.findLast((notice) => notice.undo);

/** Takes it back, once; says so, or why not. */
export async function undo(
  notice: Notice | undefined,
  said: (what: string) => string,
  problem: (error: unknown) => string,
): Promise<void> {
  if (!notice?.undo) return;
  dismiss(notice.id);
  try {
    await notice.undo();
    toast(said(notice.text), 'info');
  } catch (error) {
    toast(problem(error), 'bad');
  }
}
