import { beforeEach, describe, expect, it } from 'vitest';
import { foundGroups, matching, recent, remember, type Entry } from './entries';

const entry = (id: string, title = id): Entry => ({ id, title, hint: '', href: `/app/customers/${id}` });

describe('the palette', () => {
  beforeEach(() => localStorage.clear());

  it('finds commands by the beginning of their words, without case or accents', () => {
    const all = [entry('1', 'Éditer la liste'), entry('2', 'Worklist'), entry('3', 'Outbox')];
    expect(matching(all, 'edi').map((one) => one.id)).toEqual(['1']);
    expect(matching(all, 'LIS ed').map((one) => one.id)).toEqual(['1']);
    expect(matching(all, 'list').map((one) => one.id)).toEqual(['1']);
    expect(matching(all, 'ork')).toEqual([]);
  });

  it('remembers what was opened last, newest first, once each, for each user', () => {
    for (let i = 0; i < 9; i++) remember('7', entry(String(i)));
    remember('7', entry('5'));
    expect(recent('7').map((one) => one.id)).toEqual(['5', '8', '7', '6', '4', '3']);
    expect(recent('8')).toEqual([]);
  });

  it('takes nothing from the store that leads elsewhere or is no entry', () => {
    localStorage.setItem(
      'dunlin.recent.7',
      JSON.stringify([
        { id: 'x', title: 'x', hint: '', href: 'https://evil.example/' },
        'x',
        null,
        { id: 1 },
      ]),
    );
    expect(recent('7')).toEqual([]);
    localStorage.setItem('dunlin.recent.7', '{broken');
    expect(recent('7')).toEqual([]);
  });

  it('leads from what was found to where it stands', () => {
    const groups = foundGroups({
      customers: [],
      items: [
        {
          id: '5',
          number: 'R-5',
          kind: 'invoice',
          customer_id: '20',
          customer_name: 'Brook',
          amount: '10.00',
          open: '0.00',
          currency: 'EUR',
          issued_on: '2026-01-02',
        },
      ],
      amounts: [],
      messages: [
        {
          id: '9',
          conversation_id: '99',
          customer_id: '21',
          customer_name: 'Crane',
          from: 'contact',
          created_at: '2026-01-02T00:00:00Z',
          excerpt: ' We pay\non Friday ',
        },
      ],
      contacts: [
        { id: '7', name: 'Grace', email: 'g@acme.example', customer_id: '22', customer_name: 'Acme' },
      ],
      words: [
        {
          kind: 'note',
          id: '8',
          customer_id: '23',
          customer_name: 'Dale',
          activity_id: '88',
          created_at: '2026-01-02T00:00:00Z',
          excerpt: 'asked for\na windmill',
        },
        {
          kind: 'outbox',
          id: '10',
          customer_id: '23',
          customer_name: 'Dale',
          activity_id: null,
          created_at: '2026-01-02T00:00:00Z',
          excerpt: 'Our visit',
        },
      ],
    });
    expect(groups.flatMap((group) => group.entries).map((one) => [one.title, one.href])).toEqual([
      ['R-5', '/app/customers/20'],
      ['We pay on Friday', '/app/inbox/99'],
      ['Grace', '/app/customers/22'],
      ['asked for a windmill', '/app/customers/23#activity-88'],
      ['Our visit', '/app/outbox/10'],
    ]);
  });
});
