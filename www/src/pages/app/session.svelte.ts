/* Who is signed in, and the two clients that carry the session's token. */
import { ApiError, createClient } from '$core/api';
import { localToday } from '$core/dates';
import type { Company, Session } from '$core/api-types';

interface State {
  known: boolean;
  session: Session | null;
  /** Signed out by the server rather than by the person. */
  expired: boolean;
  error: unknown;
}

let state = $state.raw<State>({ known: false, session: null, expired: false, error: null });

const ended = () => {
  if (state.session) state = { known: true, session: null, expired: true, error: null };
};

export const collector = createClient({ base: '/api/collector/v1', onUnauthorized: ended });
export const admin = createClient({ base: '/api/admin/v1', onUnauthorized: ended });

function enter(session: Session): void {
  collector.setCsrf(session.csrf);
  admin.setCsrf(session.csrf);
  state = { known: true, session, expired: false, error: null };
}

export const sessionState = (): State => state;
export const session = (): Session | null => state.session;
export const company = (): Company | null => state.session?.company ?? null;

/** The company's business day; the reader's own day until it is known. */
export const today = (): string => state.session?.company?.today ?? localToday();

export const may = (right: string): boolean => state.session?.user.rights.includes(right) ?? false;

export async function resume(): Promise<void> {
  try {
    enter(await collector.get<Session>('/session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401)
      state = { known: true, session: null, expired: false, error: null };
    else state = { known: true, session: null, expired: false, error };
  }
}

export async function signIn(email: string, password: string, code?: string): Promise<void> {
  const answer = await collector.post<Session>(
    '/session',
    code ? { email, password, code } : { email, password },
  );
  collector.setCsrf(answer.csrf);
  admin.setCsrf(answer.csrf);
  // The company (its business day, its currency) comes with the session itself.
  enter(answer.company ? answer : { ...(await collector.get<Session>('/session')), csrf: answer.csrf });
}

export async function signOut(): Promise<void> {
  try {
    await collector.delete('/session');
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
  }
  collector.setCsrf(null);
  admin.setCsrf(null);
  state = { known: true, session: null, expired: false, error: null };
}
