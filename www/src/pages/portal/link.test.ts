import { afterEach, describe, expect, it } from 'vitest';
import { currentPlace, onPlace } from '$core/router';
import { HOME, forgetToken, linkToken, restoreLink, takeToken } from './link';

describe('the secret of a mail link', () => {
  afterEach(() => {
    forgetToken();
    history.replaceState(null, '', '/');
  });

  it('leaves the address at once, without a step to go back to', () => {
    const before = history.length;
    const seen: string[] = [];
    const stop = onPlace((place) => seen.push(place.path));
    history.replaceState(null, '', '/p/aB-c_9?utm=mail');
    takeToken();
    stop();
    expect(linkToken()).toBe('aB-c_9');
    expect(location.href).not.toContain('aB-c_9');
    expect(currentPlace().path).toBe(HOME);
    expect(seen).toEqual([HOME]);
    expect(history.length).toBe(before);
  });

  it('is no part of any other address', () => {
    history.replaceState(null, '', '/portal/statement');
    takeToken();
    expect(linkToken()).toBeNull();
    expect(currentPlace().path).toBe('/portal/statement');
  });

  it('comes back for a reload only while it is not confirmed', () => {
    history.replaceState(null, '', '/p/abc');
    takeToken();
    restoreLink();
    expect(currentPlace().path).toBe('/p/abc');
    takeToken();
    forgetToken();
    restoreLink();
    expect(currentPlace().path).toBe(HOME);
  });
});
