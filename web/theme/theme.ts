/** The theme: type, sizes, corners and the defaults of the components that pages use. Colours are in colours.ts, shapes in css/. */
import { Button, createTheme, Input, TextInput } from '@mantine/core'
import { brass, night, petrol, stone, vermilion } from './colours.ts'

const text = "'Atkinson Hyperlegible Next Variable', system-ui, sans-serif"
const mono = "'Atkinson Hyperlegible Mono Variable', ui-monospace, monospace"

export const theme = createTheme({
  primaryColor: 'petrol',
  // White text on both: 7.8 and 5.3 to 1.
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, brass, vermilion, gray: stone, dark: night },
  black: '#1f1c19',
  fontFamily: text,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  headings: { fontFamily: text, fontWeight: '620' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '11px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    // Label, what it means, the field, what is wrong: in that order.
    InputWrapper: Input.Wrapper.extend({ defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'description', 'input', 'error'] } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    NativeSelect: { defaultProps: { size: 'md' } },
    // Named, not imported: pages without a tick box do not load one.
    Checkbox: { defaultProps: { size: 'sm', radius: 'xs' }, vars: () => ({ root: { '--checkbox-size': '18px' } }) },
  },
})
