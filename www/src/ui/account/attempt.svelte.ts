/* One form that sends a secret: what the server said to it. */
import { secretFault } from './secret';

export class Attempt {
  busy = $state(false);
  /** A wrong password or code, or too many tries: a sentence for its field. */
  refused = $state('');
  /** Whatever else went wrong. */
  fault = $state.raw<unknown>(null);

  /** Nothing is sent while something is; `other` may say what an error means, and is asked first. */
  async run(what: () => Promise<void>, other: (error: unknown) => boolean = () => false): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.refused = '';
    this.fault = null;
    try {
      await what();
    } catch (error) {
      if (other(error)) return;
      this.refused = secretFault(error) ?? '';
      if (!this.refused) this.fault = error;
    } finally {
      this.busy = false;
    }
  }
}
