/* What a dialog asks the server, one thing at a time; answers of before it was opened anew are dropped. */
export class Asking {
  busy = $state(false);
  error = $state.raw<unknown>(null);
  #round = 0;

  /** Opened anew, or gone. */
  fresh(): void {
    this.#round += 1;
    this.busy = false;
    this.error = null;
  }

  /** Whether what was begun now still counts: to be asked after waiting. */
  still(): () => boolean {
    const mine = this.#round;
    return () => mine === this.#round;
  }

  async run<T>(what: () => Promise<T>, then: (answer: T) => void): Promise<void> {
    const still = this.still();
    this.busy = true;
    this.error = null;
    try {
      const answer = await what();
      if (still()) then(answer);
    } catch (caught) {
      if (still()) this.error = caught;
    } finally {
      if (still()) this.busy = false;
    }
  }
}
