import { may } from '../session.svelte';
import { actKeys } from '../shell/acts';

/* What keys do on the pages that list them nowhere else: the key and the word of what it does. */
type Keys = readonly (readonly [string, string])[];

const MOVE: Keys = [['J K', 'keys.move']];

const PAGES: Record<string, Keys> = {
  inbox: [
    ...MOVE,
    ['Enter', 'help.first'],
    ['R', 'help.answer'],
    ['P', 'keys.promise'],
    ['D', 'keys.dispute'],
    ['E', 'help.finish'],
    ['U', 'keys.undo'],
  ],
  'follow-ups': [
    ...MOVE,
    ['E', 'help.finish'],
    ['S', 'help.put_off'],
    ['A', 'help.give'],
    ['U', 'keys.undo'],
  ],
  scripts: [
    ['Tab', 'help.indent'],
    ['Esc Tab', 'help.leave_editor'],
  ],
  promises: MOVE,
  disputes: MOVE,
  refunds: MOVE,
};

const EVERYWHERE: Keys = [
  ['/', 'keys.search'],
  ['Ctrl+K', 'keys.search'],
  ['?', 'keys.help'],
];

/** Of the page at this address. */
export function keysOf(path: string): Keys {
  const [page = '', of] = path.split('/').slice(2);
  const own = page === 'customers' && of ? actKeys(may('work'), may('send')) : PAGES[page];
  return [...(own ?? []), ...EVERYWHERE];
}
