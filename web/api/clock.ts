/**
 * The server's clock, as far as this page knows it. Times of the API are the server's, and this device's clock may be
 * wrong, so countdowns run on the difference that was seen when the server last said what time it is.
 */
let ahead = 0

/** `iso` is now, says the server. */
export function serverNow(iso: string): void {
  ahead = Date.parse(iso) - Date.now()
}

/** Now at the server, ISO 8601. */
export const serverTime = (): string => new Date(Date.now() + ahead).toISOString()

/** Milliseconds from now on the server's clock until `iso`; negative when it has passed. */
export const until = (iso: string): number => Date.parse(iso) - Date.now() - ahead
