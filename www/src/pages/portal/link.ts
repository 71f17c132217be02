/*
 * The secret of a mail link. It is taken out of the address before anything else
 * happens, so that no history entry, copied address or later request shows it,
 * and lives in this page's memory until it is confirmed.
 */

import { navigate } from '$core/router';

/* An invitation's secret stands behind '#', which no request and no referrer carries. */
const INVITATION = '/portal/invitation';
const LINK = /^\/p\/([^/]+)\/?$/;
export const HOME = '/portal';

let token: string | null = null;
let invitation: string | null = null;

export function takeToken(): void {
  if (location.pathname === INVITATION && location.hash.length > 1) {
    invitation = decode(location.hash.slice(1));
    navigate(HOME, { replace: true });
    return;
  }
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
export const invitationToken = (): string | null => invitation;

export const forgetToken = (): void => {
  token = invitation = null;
};

/** For one reload, such as that of another language: the page takes it out again at once. */
export function restoreLink(): void {
  if (invitation) history.replaceState(null, '', `${INVITATION}#${encodeURIComponent(invitation)}`);
  else if (token) history.replaceState(null, '', `/p/${encodeURIComponent(token)}`);
}
