/** Posta Chiara: an Italian mail service that asks everyone for an authenticator app. All invented. */
import { policyWith, type Role, type Troupe } from './cast.ts'

const at = (name: string): string => `${name}@posta-chiara.example`

const people: readonly Role[] = [
  { username: 'gferraro', name: 'Giulia Ferraro', email: at('giulia.ferraro'), password: 'limoni-sul-davanzale-3', app: true },
  {
    username: 'mrinaldi',
    name: 'Matteo Rinaldi',
    email: at('matteo.rinaldi'),
    password: 'francobollo-di-carta-blu',
    app: true,
    administrator: true,
  },
  { username: 'cbellini', name: 'Chiara Bellini', email: at('chiara.bellini'), password: 'tre-gatti-in-cortile', app: true },
  { username: 'lgalli', name: 'Lorenzo Galli', email: at('lorenzo.galli'), password: 'nebbia-sulla-tangenziale', app: true },
  {
    username: 'emoretti',
    name: 'Elena Moretti',
    email: at('elena.moretti'),
    password: 'ombrello-perso-in-tram',
    app: true,
    secondApp: 'Tablet',
  },
  { username: 'scolombo', name: 'Sara Colombo', email: at('sara.colombo'), password: 'cassetto-pieno-di-bottoni' },
  { username: 'pricci', name: 'Paolo Ricci', email: at('paolo.ricci'), password: 'bicicletta-senza-sella' },
  { username: 'fvilla', name: 'Francesca Villa', email: at('francesca.villa'), password: 'più-basilico-che-pesto' },
  { username: 'hdoyle', name: 'Hannah Doyle', email: at('hannah.doyle'), password: 'kettle-on-a-balcony-5', language: 'en' },
  {
    username: 'sconti',
    name: 'Silvia Conti',
    email: at('silvia.conti'),
    password: 'sveglia-puntata-alle-sei',
    app: true,
    fate: 'must-change',
  },
  { username: 'mferri', name: 'Marco Ferri', email: at('marco.ferri'), password: 'scarpe-nuove-di-domenica', fate: 'locked' },
  { username: 'lgatti', name: 'Laura Gatti', email: at('laura.gatti'), password: 'quaderno-a-righe-larghe', fate: 'disabled' },
  { username: 'nserra', name: 'Nicola Serra', email: at('nicola.serra'), fate: 'invited' },
]

export const postaChiara: Troupe = {
  account: {
    slug: 'posta-chiara',
    name: 'Posta Chiara',
    language: 'it',
    timeZone: 'Europe/Rome',
    helpEmail: at('assistenza'),
    helpPhone: '+39 02 5550 1870',
  },
  policy: policyWith({ mode: 'everyone', types: ['totp'], atLeast: 'strong' }),
  people,
}
