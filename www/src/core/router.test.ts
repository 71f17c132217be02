import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  currentPlace,
  matchPattern,
  matchRoute,
  navigate,
  onPlace,
  setLeaveGuard,
  setQuery,
  withQuery,
} from './router';

afterEach(() => {
  setLeaveGuard(null);
  history.replaceState(null, '', '/');
});

describe('patterns', () => {
  it('give the parts of the path by name', () => {
    expect(matchPattern('/app/customers/:id', '/app/customers/4%2F2/')).toEqual({ id: '4/2' });
    expect(matchPattern('/app/customers/:id', '/app/customers')).toBeNull();
    expect(matchPattern('/app/a', '/app/b')).toBeNull();
    expect(matchPattern('/app/:id', '/app/%zz')).toBeNull();
  });

  it('match the first route that fits', () => {
    const routes = { list: '/app/scripts', one: '/app/scripts/:kind/:name' };
    expect(matchRoute(routes, '/app/scripts/strategy/standard')).toEqual({
      name: 'one',
      params: { kind: 'strategy', name: 'standard' },
    });
    expect(matchRoute(routes, '/elsewhere')).toBeNull();
  });
});

describe('the query', () => {
  it('sets, replaces and removes names and keeps the rest', () => {
    const query = new URLSearchParams('view=mine&sort=-days');
    expect(withQuery(query, { view: 'all', sort: null, open: '7' })).toBe('?view=all&open=7');
    expect(withQuery(query, { view: '', sort: undefined })).toBe('');
  });

  it('is changed in place and told to whoever listens', () => {
    history.replaceState(null, '', '/app/worklist?view=mine');
    const heard = vi.fn();
    const stop = onPlace(heard);
    setQuery({ open: '9' });
    stop();
    expect(location.search).toBe('?view=mine&open=9');
    expect(heard).toHaveBeenCalledTimes(1);
    expect(currentPlace().query.get('open')).toBe('9');
  });
});

describe('leaving', () => {
  it('is held back while work is unsaved, unless forced', () => {
    history.replaceState(null, '', '/app/scripts');
    const blocked = vi.fn();
    setLeaveGuard({ dirty: () => true, blocked });
    expect(navigate('/app/worklist')).toBe(false);
    expect(location.pathname).toBe('/app/scripts');
    expect(blocked).toHaveBeenCalledOnce();
    expect(navigate('/app/worklist', { force: true })).toBe(true);
    expect(location.pathname).toBe('/app/worklist');
  });

  it('lets the query change freely', () => {
    history.replaceState(null, '', '/app/scripts');
    setLeaveGuard({ dirty: () => true, blocked: () => undefined });
    expect(navigate('/app/scripts?version=2')).toBe(true);
  });
});
