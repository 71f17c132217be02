import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '$core/api';
import { startI18n } from '$core/i18n';
import common from '$i18n/common.en';
import { problemDetail, problemText, problemTitle } from './problem';

beforeAll(() => startI18n(common, async () => ({}), 'en'));

const failed = (status: number, problem = {}, retryAfterS: number | null = null) =>
  new ApiError(status, problem, 'r-1', retryAfterS);

describe('a failed request', () => {
  it('says what a person can do about it', () => {
    expect(problemTitle(failed(0))).toBe('The server does not answer');
    expect(problemTitle(failed(412))).toBe('Somebody changed this meanwhile');
    expect(problemTitle(failed(409, { type: '/problems/conflict' }))).toBe('Somebody changed this meanwhile');
    expect(
      problemText(
        failed(409, { type: '/problems/last-billing-contact', detail: 'Somebody must get invoices.' }),
      ),
    ).toBe('The server refused this. Somebody must get invoices.');
    expect(problemTitle(failed(500, { title: 'Internal' }))).toBe('The server could not do this');
    expect(problemText(failed(503, {}, 5))).toBe('The server is busy. Try again in 5 seconds.');
    expect(problemText(failed(429, {}, 1))).toBe('Too many attempts. Try again in 1 second.');
  });

  it('names the fields that are wrong rather than that something is', () => {
    const problem = {
      detail: 'The request breaks a rule.',
      errors: [
        { pointer: '/due_on', message: 'must be a day' },
        { pointer: '/title', message: 'is missing' },
      ],
    };
    expect(problemDetail(failed(422, problem))).toBe('Due on must be a day; Title is missing');
    const at = (pointer: string, message: string) =>
      problemDetail(failed(400, { errors: [{ pointer, message }] }));
    expect(at('?min_overdue', 'must be an amount such as 1250.00')).toBe(
      'Min overdue must be an amount such as 1250.00',
    );
    expect(at('/lines/0/amount', 'must be more than nothing')).toBe('Amount must be more than nothing');
    expect(at('/lines/0/amount', 'The amount is too much.')).toBe('The amount is too much.');
    expect(at('/lines', 'needs one at least')).toBe('Lines needs one at least');
    expect(at('', 'only a posted invoice can be disputed')).toBe('only a posted invoice can be disputed');
    expect(problemDetail(failed(422, { detail: 'No.' }))).toBe('No.');
  });

  it('is a fault of the page when no request failed', () => {
    expect(problemTitle(new TypeError('x'))).toBe('Something went wrong on this page');
    expect(problemDetail(new TypeError('x'))).toBeNull();
  });
});
