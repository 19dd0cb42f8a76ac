/** The refusal of the pool: more work waits than can be done in time. Which HTTP answer that becomes is decided at the door. */

/** Thrown at once, or when a place in the queue was given to a lane that held fewer. */
export class Busy extends Error {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('more passwords are waiting to be checked than can be checked in time')
    this.name = 'Busy'
    this.retryAfterSeconds = retryAfterSeconds
  }
}
