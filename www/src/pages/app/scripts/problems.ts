/* Where a script is wrong, as the check endpoint or a refused save says it. */
import type { ApiError } from '$core/api';
import type { ScriptFault } from '$core/api-types';

interface Loose {
  line?: unknown;
  column?: unknown;
  message?: unknown;
}

/** A refused save names lines either as fields or in the text ("standard:12: unexpected symbol"). */
export function problemsOf(error: ApiError): ScriptFault[] {
  const found: ScriptFault[] = [];
  for (const one of (error.problem.errors ?? []) as Loose[]) {
    const message = typeof one.message === 'string' ? one.message : '';
    const inText = /(?:^|:|line )\s*(\d+)\s*:\s*(.*)$/s.exec(message);
    if (typeof one.line === 'number')
      found.push({ line: one.line, column: typeof one.column === 'number' ? one.column : 1, message });
    else if (inText) found.push({ line: Number(inText[1]), column: 1, message: inText[2] ?? message });
  }
  return found;
}
