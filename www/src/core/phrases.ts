/*
 * What the server says in English sentences (why a case is on the list, what happened on a
 * timeline, why nothing did), in the reader's language. A book maps an English pattern to
 * ours; both hold the same places:
 *
 *    {n}       a number               {amount}  "1,250.00 EUR"
 *    {day}     "2026-03-04", left so  {code}    a template, step or kind by its name
 *    {phrase}  again a text of the book
 *    {text}    what somebody wrote: it stays as it is
 *
 * A second place of a kind has a digit, {amount2}. A sentence is clauses with "; " between
 * them, looked up one by one; what no pattern fits stays in English. The English book says
 * the same, with amounts as its reader writes them.
 */
import { formatNumber, locale, setSaid } from './i18n';
import { formatMoney } from './money';

export type Book = Record<string, string>;

const PLACES: Record<string, string> = {
  n: '\\d+',
  amount: '-?[\\d,]+(?:\\.\\d+)? [A-Z]{3}',
  day: '\\d{4}-\\d\\d-\\d\\d',
  code: '[\\w.-]+',
  phrase: '.+?',
  text: '.*?',
};

interface Pattern {
  regex: RegExp;
  names: string[];
  text: string;
}

let patterns: Pattern[] = [];
const unknown = new Set<string>();

const kindOf = (name: string): string => name.replace(/\d+$/, '');

function compile(pattern: string, text: string): Pattern {
  const names: string[] = [];
  const source = pattern
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part);
      return `(${PLACES[kindOf(part)] ?? '.*?'})`;
    })
    .join('');
  return { regex: new RegExp(`^${source}$`, 's'), names, text };
}

/** The book of the reader's language. Patterns that say more come before those that take anything. */
export function setBook(book: Book): void {
  const free = (pattern: string) => (pattern.match(/\{(text|phrase)\d*\}/g) ?? []).length;
  const own = (pattern: string) => pattern.replace(/\{\w+\}/g, '').length;
  patterns = Object.keys(book)
    .sort((a, b) => free(a) - free(b) || own(b) - own(a))
    .map((pattern) => compile(pattern, book[pattern] ?? pattern));
  unknown.clear();
  setSaid(sentence);
}

function place(name: string, value: string): string {
  switch (kindOf(name)) {
    case 'n':
      return formatNumber(Number(value));
    case 'amount': {
      const currency = value.slice(-3);
      return formatMoney({ amount: value.slice(0, -4).replaceAll(',', ''), currency }, locale());
    }
    default:
      return value;
  }
}

/**
 * A clause in the reader's language; null when the book has none. A pattern fits where the
 * book knows its phrases, too; where none does, the first one leaves them in English.
 */
function clause(english: string): string | null {
  let left: { text: string; unknown: string[] } | null = null;
  for (const { regex, names, text } of patterns) {
    const found = regex.exec(english);
    if (!found) continue;
    const missing: string[] = [];
    const said = text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const at = names.indexOf(name);
      if (at < 0) return whole;
      const value = found[at + 1] ?? '';
      if (kindOf(name) !== 'phrase') return place(name, value);
      const phrase = anyCase(value) ?? parts(value);
      if (phrase === null) missing.push(value);
      return phrase ?? value;
    });
    if (!missing.length) return said;
    left ??= { text: said, unknown: missing };
  }
  for (const one of left?.unknown ?? []) unknown.add(one);
  return left?.text ?? null;
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function anyCase(english: string): string | null {
  const said = clause(english);
  if (said !== null) return said;
  const small = lower(english) === english ? null : clause(lower(english));
  return small === null ? null : upper(small);
}

/** Clauses within a clause. */
function parts(english: string): string | null {
  const stop = english.endsWith('.') ? '.' : '';
  const said = (stop ? english.slice(0, -1) : english).split('; ').map(anyCase);
  return said.includes(null) ? null : said.join('; ') + stop;
}

function clauseAnyCase(english: string): string {
  const said = anyCase(english);
  if (said === null) unknown.add(english);
  return said ?? english;
}

function sentence(english: string): string {
  const whole = clause(english);
  if (whole !== null) return whole;
  const stop = english.endsWith('.') ? '.' : '';
  const body = stop ? english.slice(0, -1) : english;
  return body.split('; ').map(clauseAnyCase).join('; ') + stop;
}

/** Clauses asked for that the book does not have; the tests keep this empty. */
export const unknownPhrases = (): string[] => [...unknown];
