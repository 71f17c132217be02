/*
 * The secret of a mail link. It is taken out of the address before anything else
 * happens, so that no history entry, copied address or later request shows it,
 * and lives in this page's memory until it is confirmed.
 */

import { navigate } from '$core/router';

const LINK = /^\/p\/([^/]+)\/?$/;
export const HOME = '/portal';

let token: string | null = null;

export function takeToken(): void {
  const found = LINK.exec(location.pathname);
  if (!found) return;
  token = decode(found[1] ?? '');
  navigate(HOME, { replace: true });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const linkToken = (): string | null => token;

export const forgetToken = (): void => {
  token = null;
};

/** For one reload, such as that of another language: the page takes it out again at once. */
export function restoreLink(): void {
  if (token) history.replaceState(null, '', `/p/${encodeURIComponent(token)}`);
}
