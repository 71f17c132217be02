/* Where files are fetched: plain links, so that the browser saves them. */
const API = '/api/portal/v1';

export const statementHref = (
  kind: 'pdf' | 'csv' | 'xlsx',
  from: string,
  to: string,
  currency: string,
): string => `${API}/statement.${kind}?${new URLSearchParams({ from, to, currency }).toString()}`;

export const fileHref = (id: string): string => `${API}/attachments/${encodeURIComponent(id)}`;

export const invoiceHref = (id: string): string => `${API}/invoices/${encodeURIComponent(id)}/document`;

export const downloadHref = (id: string): string => `${API}/downloads/${encodeURIComponent(id)}/file`;
