import { describe, expect, it } from 'vitest';
import { ApiError } from '$core/api';
import { problemsOf } from './problems';

const refused = (errors: unknown[]) => new ApiError(422, { errors: errors as never }, null, null);

describe('what is wrong with a script', () => {
  it('is taken from the fields where they are there', () => {
    expect(problemsOf(refused([{ line: 3, column: 7, message: 'no such function' }]))).toEqual([
      { line: 3, column: 7, message: 'no such function' },
    ]);
  });

  it('is read from the text where Lua wrote it there', () => {
    expect(
      problemsOf(refused([{ pointer: '/body', message: 'standard:12: unexpected symbol near x' }])),
    ).toEqual([{ line: 12, column: 1, message: 'unexpected symbol near x' }]);
  });

  it('is nothing when no line is named', () => {
    expect(problemsOf(refused([{ pointer: '/comment', message: 'too long' }]))).toEqual([]);
  });
});
