/* Where files are fetched: plain links, so that the browser saves them. */
const API = '/api/collector/v1';

export const statementHref = (customerId: string, currency: string, from: string, to: string): string =>
  `${API}/customers/${encodeURIComponent(customerId)}/statement.pdf?${new URLSearchParams({ currency, from, to }).toString()}`;

export const itemHref = (itemId: string): string => `${API}/items/${encodeURIComponent(itemId)}/document`;

export const sentHref = (mailId: string, seq: number): string =>
  `${API}/outbox/${encodeURIComponent(mailId)}/documents/${seq.toString()}`;

/** Kinds of items that there is a document of. */
export const hasDocument = (kind: string): boolean => ['invoice', 'credit', 'fee', 'interest'].includes(kind);
