/** What Sallyport writes into a new cluster's configuration. An operator may change these files; what depends on the place is given at each start. */

/** Appended to the postgresql.conf that initdb made. Small, for it shares the machine with the server; durable, for it is no toy. */
export const POSTGRESQL_CONF = `
# ---- Sallyport ----
max_connections = 100
shared_buffers = 64MB
min_wal_size = 32MB
max_wal_size = 256MB

# nothing that was acknowledged is lost, not even when the power goes
fsync = on
synchronous_commit = on

timezone = 'UTC'
log_timezone = 'UTC'

# to the process that started the server; without statements and without the details of errors, which hold personal data
log_destination = 'stderr'
logging_collector = off
log_checkpoints = off
log_min_error_statement = panic
log_error_verbosity = terse
log_line_prefix = ''
`

/** The socket's folder is closed to everybody else; there is no other way in. */
export const PG_HBA_CONF = '# Sallyport: only who can enter the folder of the socket gets here.\nlocal all all trust\n'

/** What holds for this start: where the socket is, and that there is no network. */
export function startArguments(socketDir: string, port: number): string[] {
  const quoted = `"${socketDir.replaceAll('"', '""')}"`
  const settings = ['listen_addresses=', `unix_socket_directories=${quoted}`, 'unix_socket_permissions=0700', `port=${port}`]
  return settings.flatMap((setting) => ['-c', setting])
}
