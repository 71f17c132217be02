/* Where files are fetched: plain links, so that the browser saves them. */
const API = '/api/portal/v1';

export const statementHref = (from: string, to: string, currency: string): string =>
  `${API}/statement.pdf?${new URLSearchParams({ from, to, currency }).toString()}`;

export const invoiceHref = (id: string): string => `${API}/invoices/${encodeURIComponent(id)}/document`;
