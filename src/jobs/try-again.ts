/** Thrown by a job so that the queue runs it again later; the message says no more than why. */
export class TryAgain extends Error {}
