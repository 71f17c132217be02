/* Every page of the staff entry: its address, the right it needs, its place in the navigation, its code (loaded when opened). */
import type { Component } from 'svelte';

export interface Route {
  pattern: string;
  right: string;
  /** Navigation group and address; none: reached from another page. */
  group?: 'collect' | 'setup';
  href?: string;
  /** Marked as current in the navigation while another page of it is open. */
  under?: string;
  load: () => Promise<{ default: Component<never> }>;
}

export const HOME = '/app/worklist';

export const ROUTES: Record<string, Route> = {
  worklist: {
    pattern: '/app/worklist',
    right: 'read',
    group: 'collect',
    href: '/app/worklist',
    load: () => import('./worklist/Worklist.svelte'),
  },
};
