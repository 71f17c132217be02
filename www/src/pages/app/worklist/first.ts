import type { FollowUp } from '$core/api-types';

/** The follow-up that E and S mean: of those that are due, the one due first. */
export function firstDue(list: readonly FollowUp[], today: string): FollowUp | null {
  const due = list.filter((task) => task.state === 'open' && task.due_on <= today);
  return due.reduce<FollowUp | null>(
    (first, task) => (first === null || task.due_on < first.due_on ? task : first),
    null,
  );
}
