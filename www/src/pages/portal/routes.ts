/* The pages behind the link: what is owed comes at once, each other page when it is opened. */
import { HOME } from './link';

export const ROUTES = {
  invoices: HOME,
  invoice: `${HOME}/invoices/:id`,
  statement: `${HOME}/statement`,
  payments: `${HOME}/payments`,
  messages: `${HOME}/messages`,
  account: `${HOME}/account`,
  people: `${HOME}/people`,
  pay: `${HOME}/pay`,
  paid: `${HOME}/pay/:id`,
  methods: `${HOME}/methods`,
} as const;

export const PAGES = {
  invoice: () => import('./invoices/Invoice.svelte'),
  statement: () => import('./statement/Statement.svelte'),
  payments: () => import('./statement/Payments.svelte'),
  messages: () => import('./messages/Messages.svelte'),
  account: () => import('./person/Account.svelte'),
  people: () => import('./person/People.svelte'),
  pay: () => import('./pay/Pay.svelte'),
  paid: () => import('./pay/Intent.svelte'),
  methods: () => import('./methods/Methods.svelte'),
};

export type RouteName = keyof typeof ROUTES;

/** The section a page stands in: that of the invoices, where it does not stand here. */
export const SECTION: Partial<Record<RouteName, 'statement' | 'messages' | 'account' | 'people'>> = {
  statement: 'statement',
  payments: 'statement',
  methods: 'statement',
  messages: 'messages',
  account: 'account',
  people: 'people',
};

export const invoiceHref = (id: string): string => `${HOME}/invoices/${encodeURIComponent(id)}`;

export const payHref = (id: string): string => `${ROUTES.pay}/${encodeURIComponent(id)}`;

export const askHref = (invoiceId?: string): string =>
  ROUTES.messages + (invoiceId ? `?invoice=${encodeURIComponent(invoiceId)}` : '');
