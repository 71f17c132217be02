/* A file on its way to the server: kept once, however often it is tried. */
import { newKey } from '$core/api';
import type { Made } from '$core/api-types';
import { untilAnswered } from '$core/retry';
import { portal } from './session.svelte';

/** Until it is answered or the signal says that it took long enough; what was refused is thrown. */
export function handOver(
  path: string,
  file: File,
  signal: AbortSignal,
  onwait?: (error: unknown) => void,
  more: Record<string, string> = {},
): Promise<Made> {
  const query = { ...more, file_name: file.name, client_key: newKey() };
  return untilAnswered(() => portal.post<Made>(path, undefined, { file, query }), signal, onwait);
}

/** Where somebody waits in front of it. */
export const soon = (): AbortSignal => AbortSignal.timeout(20_000);
