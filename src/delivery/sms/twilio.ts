/** Twilio's Messages resource: `twilio://SID:TOKEN@api.twilio.com?from=+49…`, or `?service=MG…` for a messaging service. */
import { baseOf, basic, credentials, parameter } from './address.ts'
import type { Answer, Caller, Failed } from './call.ts'
import type { Outcome, Provider } from './provider.ts'

export function twilio(name: string, url: URL, { call, idle }: Caller): Provider {
  const [sid] = credentials(url)
  const [from, service] = [parameter(url, 'from'), parameter(url, 'service')]
  const sender = service === undefined ? { From: from ?? '' } : { MessagingServiceSid: service }
  const at = (path: string): URL => new URL(`/2010-04-01/Accounts/${encodeURIComponent(sid)}${path}`, baseOf(url, undefined, false))
  const headers = { authorization: basic(url) }
  return {
    name,
    async send({ to, text, reportUrl, validFor }) {
      const form = new URLSearchParams({
        To: to,
        Body: text,
        ...sender,
        ...(validFor === undefined ? {} : { ValidityPeriod: String(Math.max(1, validFor)) }),
        ...(reportUrl === undefined ? {} : { StatusCallback: reportUrl }),
      })
      const body = form.toString()
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      return outcomeOf(await call({ method: 'POST', url: at('/Messages.json'), headers: { ...headers, ...type }, body }))
    },
    async check() {
      const answer = await call({ method: 'GET', url: at('.json'), headers })
      if ('failed' in answer) throw new Error(answer.failed)
      if (answer.status === 401) throw new Error('401: the account or its token is wrong')
      if (answer.status !== 200) throw new Error(`${answer.status}: it does not show its account`)
    },
    close: idle,
  }
}

function outcomeOf(answer: Answer | Failed): Outcome {
  if ('failed' in answer) return { went: answer.reached ? 'unknown' : 'later', reason: answer.failed }
  const { status } = answer
  const { sid, code } = told(answer.body)
  const reason = code === undefined ? String(status) : `${status} (${code})`
  if (status >= 200 && status < 300) return sid ? { went: 'accepted' } : { went: 'unknown', reason: `${status} without a message` }
  // Of the number or the text only this one speaks; a wrong token or too many calls can pass.
  if (status === 400) return { went: 'refused', reason }
  return { went: status === 504 ? 'unknown' : 'later', reason }
}

/** Its id of the message, and the number of its error. Anything else it says may repeat the text or the number. */
function told(body: string): { sid: boolean; code: number | undefined } {
  try {
    const { sid, code } = JSON.parse(body) as { sid?: unknown; code?: unknown }
    return { sid: typeof sid === 'string' && sid !== '', code: Number.isInteger(code) ? Number(code) : undefined }
  } catch {
    return { sid: false, code: undefined }
  }
}
