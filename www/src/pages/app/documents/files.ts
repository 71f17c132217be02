/* Where files are fetched: plain links, so that the browser saves them. */
import { queryText, type Query } from '$core/api';

const API = '/api/collector/v1';

export const statementHref = (customerId: string, currency: string, from: string, to: string): string =>
  `${API}/customers/${encodeURIComponent(customerId)}/statement.pdf?${new URLSearchParams({ currency, from, to }).toString()}`;

export const itemHref = (itemId: string): string => `${API}/items/${encodeURIComponent(itemId)}/document`;

export const sentHref = (mailId: string, seq: number): string =>
  `${API}/outbox/${encodeURIComponent(mailId)}/documents/${seq.toString()}`;

export const letterHref = (mailId: string): string =>
  `${API}/outbox/${encodeURIComponent(mailId)}/letter.pdf`;

export const lettersHref = (batchId: string): string =>
  `${API}/letter-batches/${encodeURIComponent(batchId)}/letters.pdf`;

/** Kinds of items that there is a document of. */
export const hasDocument = (kind: string): boolean => ['invoice', 'credit', 'fee', 'interest'].includes(kind);

export const exportHref = (id: string): string => `${API}/exports/${encodeURIComponent(id)}/file`;

/** A list as CSV: its rows come as they are read. */
export const csvHref = (ask: { path: string; query: string; language: string }): string =>
  `${API}/exports.csv${queryText(ask)}`;

const OF_A_PAGE = ['limit', 'cursor', 'format'];

/** Filters as in an address; what belongs to a page of the list alone is left out. */
export const filterText = (query: Query): string =>
  queryText(Object.fromEntries(Object.entries(query).filter(([name]) => !OF_A_PAGE.includes(name)))).slice(1);
