/* The keys of what is done about an account, each with the word of what it does: the same in the worklist, in a session and on its page. */
const WORK = [
  ['E', 'keys.done'],
  ['S', 'keys.snooze'],
  ['C', 'keys.call'],
  ['P', 'keys.promise'],
  ['D', 'keys.dispute'],
  ['N', 'keys.note'],
  ['F', 'keys.follow'],
] as const;

export const actKeys = (work: boolean, send: boolean): readonly (readonly [string, string])[] => [
  ...(work ? WORK : []),
  ...(send ? ([['M', 'keys.message']] as const) : []),
  ...(work ? ([['U', 'keys.undo']] as const) : []),
];
