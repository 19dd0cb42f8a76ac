/** The sheet of recovery codes and the three ways to take it along. */
import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { Copy } from '../../parts/Copy.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { useTranslation } from '../../texts/useTranslation.ts'

export function Codes({ codes, account, username }: { codes: readonly string[]; account: string; username: string }) {
  const { t } = useTranslation()
  const text = `${t('codes.fileHead', { username, account })}\n\n${codes.map((code, i) => `${String(i + 1).padStart(2)}  ${code}`).join('\n')}\n`
  return (
    <>
      <ol className="recovery" aria-label={t('codes.list')}>
        {codes.map((code, i) => (
          <li key={code}>
            <i aria-hidden="true">{i + 1}</i>
            <Breaking code={code} />
          </li>
        ))}
      </ol>
      <div className="buttons">
        <Button variant="default" leftSection={<Icon name="download" />} onClick={() => download(t('codes.file', { username }), text)}>
          {t('codes.download')}
        </Button>
        <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
          {t('codes.print')}
        </Button>
        <Copy text={codes.join('\n')} word={t('codes.copy')} />
      </div>
    </>
  )
}

/** A long code breaks in its middle, never inside a group. */
function Breaking({ code }: { code: string }) {
  const groups = code.split('-')
  const middle = Math.ceil(groups.length / 2)
  const halves = groups.length < 3 ? [code] : [`${groups.slice(0, middle).join('-')}-`, groups.slice(middle).join('-')]
  return (
    <code>
      {halves.map((half) => (
        <Fragment key={half}>
          <span className="nowrap">{half}</span>
          <wbr />
        </Fragment>
      ))}
    </code>
  )
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  URL.revokeObjectURL(url)
}
