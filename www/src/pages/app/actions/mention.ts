/* A colleague named in a text: "@" at the beginning of a word, and what is typed of the name. */
export interface Asking {
  /** Where the "@" stands. */
  from: number;
  typed: string;
}

/** What is being named where the writing stands; null: nobody. */
export function askingAt(text: string, caret: number): Asking | null {
  const before = /(?:^|[\s(])@([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]+)?)$/u.exec(text.slice(0, caret));
  const typed = before?.[1];
  return typed === undefined ? null : { from: caret - typed.length - 1, typed };
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Who is meant: any word of the name, or the whole of it, begins with what was typed. */
export function meant<Person extends { name: string }>(
  people: readonly Person[],
  { typed }: Asking,
  most = 6,
): Person[] {
  const wanted = fold(typed);
  return people
    .filter(({ name }) => {
      const whole = fold(name);
      return (
        whole !== wanted &&
        (whole.startsWith(wanted) || whole.split(' ').some((word) => word.startsWith(wanted)))
      );
    })
    .slice(0, most);
}
