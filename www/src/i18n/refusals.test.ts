// What the server can refuse a customer with, read out of its source, is in both books.
import { describe, expect, it } from 'vitest';
import { said, startI18n } from '$core/i18n';
import { setBook, unknownPhrases, type Book } from '$core/phrases';
import phrasesDe from './phrases.de';
import phrasesFr from './phrases.fr';
import de from './refusals.de';
import fr from './refusals.fr';

const sources = import.meta.glob<string>(
  [
    '../../../fcgi/handler/portal/*.c',
    '../../../fcgi/handler/{account,attachment,chat,common,document,live,pay,stands}.c',
    '../../../fcgi/handler/insight.c',
    '../../../fcgi/handler/collector/{adoption,contacts,insight_rows,insights,report_rows,reports,worked}.c',
    '../../../fcgi/service/{report_def,report_file,report_run,save_report}.c',
    '../../../fcgi/http/{auth,cursor,http,list_walk,params,reply}.c',
    '../../../fcgi/base/{jsonin,jsonscan}.c',
    '../../../fcgi/service/{keep_attachment,make_document,note_invoice,open_dispute,own_account,passkeys}.c',
    '../../../fcgi/service/{portal_people,portal_rules,post_message,record_promise,resolve_dispute,second_factor}.c',
    '../../../fcgi/service/{payment_method,set_autopay,start_payment}.c',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** For programs alone. */
const OTHERS = new Set(['A bearer token is needed.']);
const CALLS =
  /\b(?:faults_add|jsonin_fault|rq_problem|rq_retry_after|write_problem|fail|fault|bad|refuse|wrong|too_large)\s*\(|(?:\*|->)why\s*=|\bNULL\s*:|\?\s*(?="is no)/g;
const LITERAL = /"(?:[^"\\]|\\.)*"/g;

/** From there to the end of the call, or of the statement; what stands in quotes counts for nothing. */
function argument(source: string, from: number, call: boolean): string {
  const plain = source.slice(from, from + 1500).replace(LITERAL, (text) => 'x'.repeat(text.length));
  let depth = 1;
  for (let at = 0; at < plain.length; at += 1) {
    if (call && plain[at] === '(') depth += 1;
    if (call && plain[at] === ')') depth -= 1;
    if (depth === 0 || (!call && plain[at] === ';')) return source.slice(from, from + at);
  }
  return '';
}

/** The sentences in it: literals that stand beside each other are one, and places get a value. */
function sentences(text: string): string[] {
  return [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"\s*(?:PRI\w+\s*)?)+/g)]
    .map(([joined]) => [...joined.matchAll(LITERAL)].map(([one]) => one.slice(1, -1)).join(''))
    .filter((one) => one.includes(' ') && !/^[/?]/.test(one) && !one.startsWith('%'))
    .map((one) =>
      one
        .replace(/cannot be made: %s/, 'cannot be made: too many currencies')
        .replace(/no later than %s/, 'no later than 2026-03-04')
        .replace(
          /^(The amount [\w ]+, )%s(, is more than the )%s that/,
          (_, one, two) => `${one}12.00 EUR${two}10.00 EUR that`,
        )
        .replace(/%(?:zu|lld|llu|d|u)|%(?=$)/g, '3')
        .replace(/%s/g, 'EUR'),
    );
}

const all = [
  ...new Set(
    Object.values(sources).flatMap((source) =>
      [...source.matchAll(CALLS)].flatMap((found) =>
        sentences(argument(source, found.index + found[0].length, found[0].endsWith('('))),
      ),
    ),
  ),
  'A virus was found in the file: Eicar-Signature.',
].filter((one) => !OTHERS.has(one));

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('what the server refuses with', () => {
  it('is found in its source', () => {
    expect(all.length).toBeGreaterThan(90);
    expect(all).toContain('Too many messages: wait before you send another.');
    expect(all).toContain('must be no later than 2026-03-04: write to us to agree another day');
  });

  it.each([
    ['de' as const, de as Book, phrasesDe as Book],
    ['fr' as const, fr as Book, phrasesFr as Book],
  ])('is said in %s', async (language, book, phrases) => {
    await startI18n({}, () => Promise.resolve({}), language);
    setBook(book);
    all.forEach(said);
    expect(unknownPhrases()).toEqual([]);
    for (const [english, text] of Object.entries(book))
      expect(places(text), english).toEqual(places(english));
    expect(
      Object.keys(book).filter((english) => english in phrases),
      'the staff read both books',
    ).toEqual([]);
  });

  it('is in both books alike', () => {
    expect(Object.keys(fr)).toEqual(Object.keys(de));
  });
});
