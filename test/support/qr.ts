/** Reads QR codes from pictures with the program `zbarimg`, as a phone would from a screen: a decoder that shares nothing with the page. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The texts of all QR codes in a PNG; empty when there is none. Throws when zbarimg is missing or fails. */
export function readQrCodes(png: Uint8Array): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-qr-'))
  try {
    const file = path.join(folder, 'screen.png')
    writeFileSync(file, png)
    const said = execFileSync('zbarimg', ['--quiet', '--raw', '-S*.enable=0', '-Sqrcode.enable=1', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return said.split('\n').filter(Boolean)
  } catch (error) {
    if ((error as { status?: number }).status === 4) return [] // zbarimg's word for: no code in this picture
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
