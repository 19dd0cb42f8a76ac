/** What every page of the console stands in: what is read from the server, what was said lately, and the session it all belongs to. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Boundary } from '../sign-in/Boundary.tsx'
import { client } from './data/client.ts'
import { router } from './router.tsx'
import { Said } from './Said.tsx'
import { Guard } from './session/Guard.tsx'

export const App = () => (
  <Boundary>
    <QueryClientProvider client={client}>
      <Said>
        <Guard>
          <RouterProvider router={router} />
        </Guard>
      </Said>
    </QueryClientProvider>
  </Boundary>
)
