/** Nordlicht Versand: a German mail-order house that asks selected people, most of them by a code in a mail. All invented. */
import { policyWith, type Role, type Troupe } from './cast.ts'

const at = (name: string): string => `${name}@nordlicht-versand.example`

const people: readonly Role[] = [
  {
    username: 'jpetersen',
    name: 'Jana Petersen',
    email: at('jana.petersen'),
    password: 'korbflechter-morgens-4',
    way: 'email',
    selected: true,
  },
  {
    username: 'hasmussen',
    name: 'Henrik Asmussen',
    email: at('henrik.asmussen'),
    password: 'leuchtturm-und-haferkeks',
    way: 'totp',
    selected: true,
    app: true,
    administrator: true,
  },
  {
    username: 'mthomsen',
    name: 'Merle Thomsen',
    email: at('merle.thomsen'),
    password: 'regenjacke-im-juni-7',
    way: 'email',
    selected: true,
  },
  {
    username: 'obrodersen',
    name: 'Ole Brodersen',
    email: at('ole.brodersen'),
    password: 'drei-möwen-am-kai',
    way: 'email',
    selected: true,
  },
  {
    username: 'wjuergensen',
    name: 'Wiebke Jürgensen',
    email: at('wiebke.juergensen'),
    password: 'pflaumenmus-statt-honig',
    way: 'email',
    selected: true,
  },
  {
    username: 'ldetlefsen',
    name: 'Lars Detlefsen',
    email: at('lars.detlefsen'),
    password: 'paketband-reißt-nie-9',
    way: 'totp',
    selected: true,
    app: true,
  },
  { username: 'ijessen', name: 'Inken Jessen', email: at('inken.jessen'), password: 'strandkorb-nummer-elf' },
  {
    username: 'shinrichs',
    name: 'Svenja Hinrichs',
    email: at('svenja.hinrichs'),
    password: 'ziegelstein-und-zimt',
    way: 'totp',
    selected: true,
  },
  {
    username: 'bnissen',
    name: 'Birte Nissen',
    email: at('birte.nissen'),
    password: 'kutterfahrt-bei-nebel',
    way: 'email',
    selected: true,
    fate: 'must-change',
  },
  {
    username: 'tketelsen',
    name: 'Torben Ketelsen',
    email: at('torben.ketelsen'),
    password: 'wollmütze-hängt-am-haken',
    way: 'email',
    selected: true,
    fate: 'locked',
  },
  { username: 'fboysen', name: 'Frauke Boysen', email: at('frauke.boysen'), password: 'teekanne-ohne-deckel', fate: 'disabled' },
  {
    username: 'mcarter',
    name: 'Megan Carter',
    email: at('megan.carter'),
    password: 'seven-parcels-one-ferry',
    selected: true,
    language: 'en',
  },
  { username: 'jrickmers', name: 'Jonas Rickmers', email: at('jonas.rickmers'), way: 'email', selected: true, fate: 'invited' },
]

export const nordlicht: Troupe = {
  account: {
    slug: 'nordlicht',
    name: 'Nordlicht Versand',
    language: 'de',
    timeZone: 'Europe/Berlin',
    helpEmail: at('hilfe'),
    helpPhone: '+49 40 5550 140',
  },
  policy: policyWith({ mode: 'selected', types: ['email', 'totp', 'sms'], atLeast: 'two-step' }),
  people,
}
