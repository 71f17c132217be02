/* Every page of the staff entry: its address, the right it needs, its place in the navigation, its code (loaded when opened). */
import type { Component } from 'svelte';
import { settingsWords } from './words';

export interface Route {
  pattern: string;
  /** What one must be allowed to; '': every member of staff may. */
  right: string;
  /** Navigation group and address; none: reached from another page. */
  group?: 'collect' | 'understand' | 'setup';
  href?: string;
  /** Marked as current in the navigation while this page is open. */
  under?: string;
  load: () => Promise<{ default: Component<never> }>;
}

export const HOME = '/app/worklist';

const inbox = () => import('./inbox/Inbox.svelte');
const outbox = () => import('./outbox/Outbox.svelte');
const letters = () => import('./letters/Letters.svelte');
const texts = () => import('./templates/Templates.svelte');
const scripts = () => import('./scripts/Scripts.svelte');

export const ROUTES: Record<string, Route> = {
  worklist: {
    pattern: '/app/worklist',
    right: 'read',
    group: 'collect',
    href: '/app/worklist',
    load: () => import('./worklist/Worklist.svelte'),
  },
  session: {
    pattern: '/app/session',
    right: 'work',
    under: 'worklist',
    load: () => import('./session/Session.svelte'),
  },
  team: {
    pattern: '/app/team',
    right: 'team',
    group: 'collect',
    href: '/app/team',
    load: () => import('./team/Team.svelte'),
  },
  insights: {
    pattern: '/app/insights',
    right: 'read',
    group: 'understand',
    href: '/app/insights',
    load: () => import('./insights/Insights.svelte'),
  },
  adoption: {
    pattern: '/app/adoption',
    right: 'read',
    group: 'understand',
    href: '/app/adoption',
    load: () => import('./adoption/Adoption.svelte'),
  },
  reports: {
    pattern: '/app/reports',
    right: 'read',
    group: 'understand',
    href: '/app/reports',
    load: () => import('./reports/Reports.svelte'),
  },
  customers: {
    pattern: '/app/customers',
    right: 'read',
    group: 'collect',
    href: '/app/customers',
    load: () => import('./customers/Customers.svelte'),
  },
  customer: {
    pattern: '/app/customers/:id',
    right: 'read',
    under: 'customers',
    load: () => import('./customer/Customer.svelte'),
  },
  inbox: { pattern: '/app/inbox', right: 'read', group: 'collect', href: '/app/inbox', load: inbox },
  thread: { pattern: '/app/inbox/:id', right: 'read', under: 'inbox', load: inbox },
  lost: { pattern: '/app/inbox/lost/:lost', right: 'work', under: 'inbox', load: inbox },
  follow_ups: {
    pattern: '/app/follow-ups',
    right: 'read',
    group: 'collect',
    href: '/app/follow-ups',
    load: () => import('./tasks/FollowUps.svelte'),
  },
  promises: {
    pattern: '/app/promises',
    right: 'read',
    group: 'collect',
    href: '/app/promises',
    load: () => import('./promises/Promises.svelte'),
  },
  disputes: {
    pattern: '/app/disputes',
    right: 'read',
    group: 'collect',
    href: '/app/disputes',
    load: () => import('./disputes/Disputes.svelte'),
  },
  dispute_rules: {
    pattern: '/app/disputes/rules',
    right: 'team',
    under: 'disputes',
    load: () => import('./disputes/Rules.svelte'),
  },
  dispute: {
    pattern: '/app/disputes/:id',
    right: 'read',
    under: 'disputes',
    load: () => import('./disputes/Dispute.svelte'),
  },
  refunds: {
    pattern: '/app/refunds',
    right: 'read',
    href: '/app/refunds',
    under: 'customers',
    load: () => settingsWords(() => import('./refunds/Refunds.svelte')),
  },
  note_texts: {
    pattern: '/app/note-texts',
    right: 'read',
    href: '/app/note-texts',
    under: 'customers',
    load: () => import('./notes/NoteTexts.svelte'),
  },
  outbox: { pattern: '/app/outbox', right: 'read', group: 'collect', href: '/app/outbox', load: outbox },
  mail: { pattern: '/app/outbox/:id', right: 'read', under: 'outbox', load: outbox },
  letters: { pattern: '/app/letters', right: 'send', under: 'outbox', load: letters },
  letter_batch: { pattern: '/app/letters/:id', right: 'send', under: 'outbox', load: letters },
  scripts: { pattern: '/app/scripts', right: 'scripts', group: 'setup', href: '/app/scripts', load: scripts },
  templates: {
    pattern: '/app/templates',
    right: 'scripts',
    group: 'setup',
    href: '/app/templates',
    load: texts,
  },
  template: { pattern: '/app/templates/:code', right: 'scripts', under: 'templates', load: texts },
  script: { pattern: '/app/scripts/:kind/:name', right: 'scripts', under: 'scripts', load: scripts },
  account: {
    pattern: '/app/account',
    right: '',
    load: () => settingsWords(() => import('./account/Account.svelte')),
  },
  overview: {
    pattern: '/app/admin',
    right: 'users',
    group: 'setup',
    href: '/app/admin',
    load: () => settingsWords(() => import('./overview/Overview.svelte')),
  },
  company: {
    pattern: '/app/company',
    right: 'users',
    group: 'setup',
    href: '/app/company',
    load: () => settingsWords(() => import('./company/Company.svelte')),
  },
  payment_events: {
    pattern: '/app/payment-events',
    right: 'users',
    href: '/app/payment-events',
    under: 'company',
    load: () => settingsWords(() => import('./company/Reported.svelte')),
  },
  users: {
    pattern: '/app/users',
    right: 'users',
    group: 'setup',
    href: '/app/users',
    load: () => settingsWords(() => import('./users/Users.svelte')),
  },
  audit: {
    pattern: '/app/audit',
    right: 'users',
    group: 'setup',
    href: '/app/audit',
    load: () => import('./audit/Audit.svelte'),
  },
};
