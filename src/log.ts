/** The log: one JSON line an event, to standard output. What could be a secret is never a field, and is cut out if it becomes one. */
import pino, { type Logger } from 'pino'

const SECRETS = ['password', 'code', 'token', 'secret', 'cookie', 'authorization', 'link', 'codes', 'body', 'phc']

export const openLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((s) => [s, `*.${s}`]), censor: '[cut]' },
    // Of an error its class, code and stack: a message of the database's can quote a value, so it stays out.
    serializers: { err: (e: Error & { code?: unknown }) => ({ type: e.name, fault: e.code, at: e.stack?.split('\n').slice(1, 6) }) },
  })
