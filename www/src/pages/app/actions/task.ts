/* What is done with a follow-up where it stands in a list: at once, said, and to be taken back. */
import type { FollowUp } from '$core/api-types';
import type { Day } from '$core/dates';
import { t } from '$core/i18n';
import { problemText } from '$ui/problem';
import { toast } from '$ui/toast.svelte';
import { day } from '../say';
import { today } from '../session.svelte';
import { finishFollowUp, snoozeFollowUp, undoFollowUp } from './follow';

async function act(
  work: Promise<unknown>,
  said: string,
  back: (() => Promise<unknown>) | undefined,
  told: () => void,
): Promise<void> {
  try {
    await work;
    toast(said, 'ok', back && (() => back().then(told)));
    told();
  } catch (error) {
    toast(problemText(error), 'bad');
  }
}

export const finishTask = ({ id }: FollowUp, told: () => void) =>
  act(finishFollowUp(id), t('follow.finished'), () => undoFollowUp(id), told);

export const snoozeTask = ({ id, snoozed_to: was }: FollowUp, until: Day, told: () => void) =>
  act(
    snoozeFollowUp(id, until),
    t('follow.snoozed', { day: day(until) }),
    () => snoozeFollowUp(id, was ?? today()),
    told,
  );

/** It was not done after all. */
export const reopenTask = ({ id }: FollowUp, told: () => void) =>
  act(undoFollowUp(id), t('follow.reopened'), undefined, told);
