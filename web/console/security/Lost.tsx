/** "If you lost your phone today": whether one would still get in, four plain facts, and at most one thing to do about it. */
import { Button } from '@mantine/core'
import { Fragment, type ReactNode, useState } from 'react'
import type { Contact } from '#rules/me.ts'
import { Icon } from '../../parts/Icon.tsx'
import { day } from '../../texts/moment.ts'
import { useTranslation } from '../../texts/useTranslation.ts'
import { useFactors, useMe } from '../data/queries.ts'
import { Glyph } from '../Glyph.tsx'
import { AddApp } from './AddApp.tsx'
import { Block } from './Block.tsx'
import { MakeCodes } from './MakeCodes.tsx'
import { type Other, readiness } from './readiness.ts'

export function Lost() {
  const { t } = useTranslation('console')
  const me = useMe()
  const { verdict, codes, other, mail, todo } = readiness(me, useFactors())
  const [doing, setDoing] = useState<typeof todo>()
  const { email, phone } = me.account.help
  const help = [email, phone].filter((one) => one !== undefined)
  const action = todo && (
    <Button variant="default" onClick={() => setDoing(todo)}>
      {t(todo === 'codes' ? 'lost.makeCodes' : 'lost.addApp')}
    </Button>
  )
  return (
    <Block title={t('lost.title')} lead={t(`lost.${verdict}`)} action={action}>
      <ul className="standing">
        {codes.left > 0 && codes.madeAt !== undefined ? (
          <Fact
            is={codes.left > 2 ? 'yes' : 'part'}
            word={t('lost.codes', { count: codes.left })}
            text={t('lost.codesText', { date: day(codes.madeAt) })}
          />
        ) : (
          <Fact is={other.is === 'no-second' ? 'no' : 'part'} word={t('lost.noCodes')} text={t('lost.noCodesText')} />
        )}
        <OtherFact other={other} />
        {mail && <MailFact mail={mail} />}
        <Fact
          is={help.length > 0 ? 'yes' : 'no'}
          word={help.length > 0 ? t('lost.help', { account: me.account.name }) : t('lost.noHelp')}
          text={
            help.length > 0
              ? help.map((one, i) => (
                  <Fragment key={one}>
                    {i > 0 && ', '}
                    <span className={one === phone ? 'nowrap' : undefined}>{one}</span>
                  </Fragment>
                ))
              : t('lost.noHelpText')
          }
        />
      </ul>
      {doing === 'codes' && <MakeCodes onClose={() => setDoing(undefined)} />}
      {doing === 'app' && <AddApp onClose={() => setDoing(undefined)} />}
    </Block>
  )
}

function OtherFact({ other }: { other: Other }) {
  const { t } = useTranslation('console')
  switch (other.is) {
    case 'app':
      return (
        <Fact
          is="yes"
          word={t('lost.otherApp')}
          text={other.factor.label === '' ? t('lost.otherAppText', { date: day(other.factor.boundAt) }) : other.factor.label}
        />
      )
    case 'mail':
      return <Fact is="yes" word={t('lost.otherMail')} text={other.factor.label} />
    case 'none':
      return <Fact is="no" word={t('lost.noOther')} text={t('lost.noOtherText')} />
    case 'no-second':
      return <Fact is="part" word={t('lost.noSecond')} text={t('lost.noSecondText')} />
  }
}

function MailFact({ mail: { hint, usable, provenAt } }: { mail: Contact }) {
  const { t } = useTranslation('console')
  if (!usable) return <Fact is="part" word={t('lost.mailSuspended')} text={t('lost.mailSuspendedText', { hint })} />
  return provenAt === undefined ? (
    <Fact is="no" word={t('lost.mailUnproven')} text={hint} />
  ) : (
    <Fact is="yes" word={t('lost.mailProven')} text={t('lost.mailAt', { hint, date: day(provenAt) })} />
  )
}

function Fact({ is, word, text }: { is: 'yes' | 'part' | 'no'; word: string; text: ReactNode }) {
  const { t } = useTranslation('console')
  return (
    <li data-is={is}>
      {is === 'no' ? <Glyph name="x" size={17} /> : <Icon name={is === 'yes' ? 'check' : 'alert'} size={17} />}
      <span>
        <span className="vh">{t(`lost.is.${is}`)}</span>
        <b>{word}</b>
        <small>{text}</small>
      </span>
    </li>
  )
}
