/* Who may be given something of a customer, or named in a note about it; '' for any customer. */
import type { Colleague } from '$core/api-types';
import { collector } from '../session.svelte';
import type { Page } from '../types';

const asked = new Map<string, Promise<readonly Colleague[]>>();

/** Read once a customer and case while the page is open; nobody where it cannot be read. */
export function colleagues(customerId = '', caseId = ''): Promise<readonly Colleague[]> {
  const key = `${customerId} ${caseId}`;
  const known = asked.get(key);
  if (known) return known;
  const list = collector
    .get<Page<Colleague>>('/colleagues', { customer_id: customerId, case_id: caseId })
    .then(
      (page) => page.rows,
      () => {
        asked.delete(key);
        return [];
      },
    );
  asked.set(key, list);
  return list;
}
