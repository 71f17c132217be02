/* Where the keyboard goes when a dialog closes. */

/** Where it was before the first of the dialogs that are open now, or were until now. */
let before: Element | null = null;

/** Call before a dialog opens. One that opens out of another goes back to where that came from. */
export function keepFocus(): void {
  const at = document.activeElement;
  if (!at?.closest('dialog')) before = at;
}

/** A dialog that goes with what drew it, or makes room for the next, would leave the keyboard nowhere. */
export function giveFocusBack(): void {
  const nowhere = !document.activeElement || document.activeElement === document.body;
  if (nowhere && before?.isConnected) (before as HTMLElement).focus();
}
