/* CodeMirror as Dunlin uses it: Lua, the tokens of the page, and nothing that breaks the policy. */
import { autocompletion, completionKeymap, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  foldGutter,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { lintGutter } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'light-dark(#8a1fa8, #d69af0)' },
  { tag: tags.comment, color: 'light-dark(#5b6673, #8f9bab)', fontStyle: 'italic' },
  { tag: tags.string, color: 'light-dark(#14633a, #7fd6a4)' },
  { tag: tags.number, color: 'light-dark(#1b4f9c, #92bcff)' },
  {
    tag: [tags.standard(tags.variableName), tags.special(tags.variableName)],
    color: 'light-dark(#7a4b00, #f2c063)',
  },
]);

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--surface-2)', color: 'var(--text-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-activeLineGutter': { color: 'var(--text-2)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--selected)',
  },
  '.cm-collapsedLines': {
    background: 'var(--surface-2) !important',
    color: 'var(--text-2) !important',
    fontFamily: 'var(--font)',
    padding: '5px 8px',
    '&:before, &:after': { content: '"" !important', margin: '0 !important' },
  },
  '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--text)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', border: '1px solid var(--border)' },
  '.cm-diagnostic': { fontFamily: 'var(--font)' },
});

/** What a script may call; the server's check has the last word. */
const NAMES = [
  'strategy',
  'step',
  'segment',
  'tag',
  'before_due',
  'after_due',
  'business_days',
  'days',
  'money',
  'per_currency',
  'legal_minimum',
  'overdue',
  'overdue_share',
  'days_late',
  'broken_promises',
  'threshold',
].map((label) => ({ label, type: 'function' }));

function complete(context: CompletionContext) {
  const word = context.matchBefore(/\w+/);
  return word || context.explicit ? { from: word ? word.from : context.pos, options: NAMES } : null;
}

/** Reading and writing have this in common. */
export const looks = (label: string): Extension => [
  lineNumbers(),
  drawSelection(),
  bracketMatching(),
  StreamLanguage.define(lua),
  syntaxHighlighting(colours),
  theme,
  EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
];

export const writing = (): Extension => [
  foldGutter(),
  history(),
  indentUnit.of('   '),
  indentOnInput(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  search({ top: true }),
  autocompletion({ override: [complete] }),
  lintGutter(),
  // Escape, then Tab, leaves the editor; Tab alone indents.
  keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, indentWithTab]),
];
