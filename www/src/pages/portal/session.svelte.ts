/* Who looks at the account: nobody yet (and why), or a contact with a session. */
import { ApiError, createClient } from '$core/api';
import type { PortalAccess, PortalSession } from '$core/api-types';
import { navigate } from '$core/router';
import { HOME, forgetToken, invitationToken, linkToken } from './link';

export type Gate = 'link' | 'invitation' | 'none' | 'ended' | 'left';

interface State {
  known: boolean;
  session: PortalSession | null;
  /** Why there is no session. */
  gate: Gate;
  error: unknown;
}

let state = $state.raw<State>({ known: false, session: null, gate: 'none', error: null });

const onUnauthorized = () => {
  if (state.session) state = { known: true, session: null, gate: 'ended', error: null };
};

const base = '/api/portal/v1';
export const portal = createClient({ base, onUnauthorized });
/** For what a page asks by itself: that a visit is over is said when somebody does something. */
export const quiet = createClient({ base });

export const sessionState = (): State => state;
export const session = (): PortalSession | null => state.session;
export const companyName = (): string => state.session?.company.name ?? '';
export const may = (what: PortalSession['may'][number]): boolean =>
  state.session?.may.includes(what) ?? false;
export const mayAsk = (): boolean => may('ask');
/** A link to one invoice opens nothing else. */
export const onlyInvoice = (): boolean => state.session?.scope === 'invoice';

export async function enter(): Promise<void> {
  const session = await portal.get<PortalSession>('/session');
  portal.setCsrf(session.csrf);
  quiet.setCsrf(session.csrf);
  state = { known: true, session, gate: 'none', error: null };
}

/** A link waits for its confirmation; else the session of this browser goes on, if there is one. */
export async function start(): Promise<void> {
  if (invitationToken()) {
    state = { known: true, session: null, gate: 'invitation', error: null };
    return;
  }
  if (linkToken()) {
    state = { known: true, session: null, gate: 'link', error: null };
    return;
  }
  try {
    await enter();
  } catch (error) {
    const none = error instanceof ApiError && error.status === 401;
    state = { known: true, session: null, gate: 'none', error: none ? null : error };
  }
}

/* Asked before the page stands: one way there and back less until a link shows what it opens. */
let asked: Promise<PortalAccess> | null = null;

const askAbout = (token: string, signal?: AbortSignal) =>
  portal.get<PortalAccess>(`/access/${encodeURIComponent(token)}`, undefined, signal);

export function lookAhead(): void {
  const token = linkToken();
  if (!token) return;
  asked = askAbout(token);
  asked.catch(() => {
    /* said by whoever looks */
  });
}

/** What the link opens; changes nothing, so that a mail scanner does no harm. */
export function look(token: string, signal: AbortSignal): Promise<PortalAccess> {
  const first = asked;
  asked = null;
  return first ?? askAbout(token, signal);
}

export async function confirm(token: string): Promise<void> {
  await portal.post('/access', { token });
  forgetToken();
  await enter();
}

export async function leave(): Promise<void> {
  try {
    await portal.delete('/session');
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
  }
  portal.setCsrf(null);
  quiet.setCsrf(null);
  navigate(HOME, { replace: true });
  state = { known: true, session: null, gate: 'left', error: null };
}
