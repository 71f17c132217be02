/* A file as the body of a request, for staff. */
import { ApiError, type Problem } from '$core/api';
import { session } from '../session.svelte';

export async function sendFile<T>(address: string, file: File): Promise<T> {
  const name = encodeURIComponent(file.name.slice(-60));
  let response: Response;
  try {
    response = await fetch(`${address}?file_name=${name}`, {
      method: 'POST',
      body: file,
      credentials: 'same-origin',
      headers: { 'Content-Type': 'text/csv', 'X-CSRF-Token': session()?.csrf ?? '' },
    });
  } catch {
    throw new ApiError(0, {}, null, null);
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new ApiError(response.status, answer as Problem, response.headers.get('X-Request-Id'), null);
  return answer as T;
}
