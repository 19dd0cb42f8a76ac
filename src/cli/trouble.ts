/** What the database server's refusals and silences mean, as a sentence for whoever starts or asks something. */

/** Undefined for what is no trouble with the connection. */
export function databaseTrouble(error: Error): string | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const connecting = 'syscall' in error && error.syscall === 'connect'
  if (
    connecting ||
    /^(?:ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/.test(code) ||
    error.message.includes('when trying to connect')
  )
    return `The database server does not answer (${code || 'timeout'}). Is it running, and is DATABASE_URL right?`
  return /^(?:28|3D)\w{3}$/.test(code) ? `The database server refused: ${error.message}. Look at DATABASE_URL.` : undefined
}
