/** Every colour of the house: two hues, brass for time and one warm neutral. Components ask for meaning (`--sp-…`), never for a shade. */
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'

/** The only brand colour. It also means "protected". */
export const petrol: MantineColorsTuple = [
  '#edf5f6',
  '#d8e9eb',
  '#b2d5da',
  '#86bfc8',
  '#58a6b2',
  '#348b99',
  '#1f7686',
  '#0e5a69',
  '#0a4855',
  '#073641',
]
/** Time is running: in grace, expiring, departs from a standard. */
export const brass: MantineColorsTuple = [
  '#fbf4e4',
  '#f5e6c3',
  '#ecd092',
  '#e2b85e',
  '#d6a03a',
  '#bd8521',
  '#9c6a12',
  '#7d530c',
  '#62410b',
  '#48300a',
]
/** Somebody is locked out, overdue, or about to lose something. */
export const vermilion: MantineColorsTuple = [
  '#fdf0ec',
  '#fadcd4',
  '#f4b8a9',
  '#ec9079',
  '#e26b4e',
  '#d24c2e',
  '#b4391e',
  '#952d17',
  '#752413',
  '#571b0f',
]
/** Every grey by day. */
export const stone: MantineColorsTuple = [
  '#f8f7f5',
  '#f1efec',
  '#e5e2dd',
  '#d5d1ca',
  '#b9b3aa',
  '#958e84',
  '#736c63',
  '#57514a',
  '#3b3732',
  '#23201d',
]
/** The same stone after dark: 0 is text, 9 the deepest ground. */
export const night: MantineColorsTuple = [
  '#eeebe6',
  '#d3cec6',
  '#aaa398',
  '#8a8379',
  '#544e47',
  '#3c3833',
  '#2d2a26',
  '#22201d',
  '#1a1816',
  '#131211',
]

const light = {
  '--mantine-color-body': '#ffffff',
  '--mantine-color-text': '#1f1c19',
  '--mantine-color-dimmed': '#645d55',
  '--mantine-color-placeholder': '#756e65',
  '--mantine-color-default-border': '#d5d1ca',
  '--mantine-color-error': vermilion[6],
  '--mantine-color-anchor': petrol[7],
  '--sp-ground': '#f6f5f2',
  '--sp-paper': '#ffffff',
  '--sp-sunken': '#faf9f7',
  '--sp-hover': '#f1efec',
  '--sp-line': '#e7e4df',
  '--sp-line-strong': '#cfcac2',
  '--sp-field-line': '#918a80',
  '--sp-text-2': '#645d55',
  '--sp-ok': petrol[7],
  '--sp-ok-fill': petrol[6],
  '--sp-ok-soft': petrol[0],
  '--sp-ok-line': petrol[2],
  '--sp-warn': '#7a500a',
  '--sp-warn-fill': brass[5],
  '--sp-warn-soft': brass[0],
  '--sp-warn-line': brass[2],
  '--sp-bad': vermilion[6],
  '--sp-bad-fill': vermilion[5],
  '--sp-bad-soft': vermilion[0],
  '--sp-bad-line': vermilion[2],
}

const dark = {
  '--mantine-color-body': '#1f1d1a',
  '--mantine-color-text': '#eeebe6',
  '--mantine-color-dimmed': '#aaa398',
  '--mantine-color-placeholder': '#958e83',
  '--mantine-color-default': '#262320',
  '--mantine-color-default-hover': '#2d2a26',
  '--mantine-color-default-color': '#eeebe6',
  '--mantine-color-default-border': '#47423b',
  '--mantine-color-error': vermilion[3],
  '--mantine-color-anchor': petrol[3],
  '--sp-ground': '#151413',
  '--sp-paper': '#1f1d1a',
  '--sp-sunken': '#1a1816',
  '--sp-hover': '#292622',
  '--sp-line': '#322f2a',
  '--sp-line-strong': '#4a453e',
  '--sp-field-line': '#7d766c',
  '--sp-text-2': '#aaa398',
  '--sp-ok': petrol[3],
  '--sp-ok-fill': petrol[4],
  '--sp-ok-soft': '#122e33',
  '--sp-ok-line': '#1f4d56',
  '--sp-warn': brass[3],
  '--sp-warn-fill': brass[4],
  '--sp-warn-soft': '#2f2612',
  '--sp-warn-line': '#57451c',
  '--sp-bad': vermilion[3],
  '--sp-bad-fill': vermilion[4],
  '--sp-bad-soft': '#351c16',
  '--sp-bad-line': '#632e22',
}

/** Hands the meanings to Mantine, which writes them into one style element. */
export const resolver: CSSVariablesResolver = () => ({
  variables: { '--sp-quick': '120ms cubic-bezier(.2,0,0,1)', '--sp-door': '260ms cubic-bezier(.2,0,0,1)' },
  light,
  dark,
})
