/** Everything a page stands in: theme, colours, styles and the policy they are made under. */
import './csp.ts'
import './styles.ts'
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { resolver } from './colours.ts'
import { nonce } from './csp.ts'
import { theme } from './theme.ts'

export function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      {children}
    </MantineProvider>
  )
}
