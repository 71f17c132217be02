/* The list a person came from, with its view and filters, so that a record can lead back to it. */

export interface List {
  name: 'worklist' | 'customers' | 'follow_ups';
  href: string;
}

let last: List = { name: 'worklist', href: '/app/worklist' };

export const rememberList = (name: List['name']): void => {
  last = { name, href: location.pathname + location.search };
};

export const lastList = (): List => last;
