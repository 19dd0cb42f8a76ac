/** A button that copies a text and says so. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from '../texts/useTranslation.ts'
import { Icon } from './Icon.tsx'

export function Copy({ text, word, size = 'sm' }: { text: string; word: string; size?: 'xs' | 'sm' }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <span className="copy">
      <Button
        variant="default"
        size={size}
        onClick={() => void copy().catch(() => undefined)}
        leftSection={<Icon name={copied ? 'check' : 'copy'} />}
      >
        {copied ? t('action.copied') : word}
      </Button>
      <span className="vh" role="status">
        {copied ? t('action.copied') : ''}
      </span>
    </span>
  )
}
