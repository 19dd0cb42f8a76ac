/**
 * The server's clock, as far as this page knows it. Times of the API are the server's, and this device's clock may be
 * wrong, so countdowns run on the difference that was seen when the server named a moment that had just happened.
 */
const KEY = 'sallyport.clock'
let ahead = Number(sessionStorage.getItem(KEY) ?? 0)

/** `iso` happened at the server just now. */
export function justNow(iso: string): void {
  ahead = Date.parse(iso) - Date.now()
  sessionStorage.setItem(KEY, String(ahead))
}

/** Milliseconds from now on the server's clock until `iso`; negative when it has passed. */
export const until = (iso: string): number => Date.parse(iso) - Date.now() - ahead
