/*
 * Keys. A map of names ("j", "Enter", "ctrl+k", "?") to actions; single letters
 * never fire while somebody types, so a page may listen on its grid or on the
 * whole document with the same map.
 */

export type Keymap = Record<string, (event: KeyboardEvent) => void>;

const TYPING = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return TYPING.has(target.tagName);
}

/** "ctrl+k", "shift+ArrowDown", "?": shift is named only where it does not already make the character. */
export function keyName(event: KeyboardEvent): string {
  const named = event.key.length > 1;
  const key = named ? event.key : event.key.toLowerCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey && named) parts.push('shift');
  parts.push(key === ' ' ? 'Space' : key);
  return parts.join('+');
}

/** Runs the action of a key; true when there was one. */
export function dispatch(map: Keymap, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const name = keyName(event);
  const action = map[name];
  if (!action) return false;
  if (!name.startsWith('ctrl+') && name !== 'Escape' && isTyping(event.target)) return false;
  event.preventDefault();
  action(event);
  return true;
}
