/** The addresses of the console. A route is the path that the server serves; its page is loaded when it is opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Broken } from './shell/Broken.tsx'
import { Shell } from './shell/Shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => null,
})

export const securityRoute = createRoute({
  getParentRoute: () => root,
  path: '/me/security',
  component: lazyRouteComponent(() => import('./security/Security.tsx'), 'Security'),
})

export const newPhoneRoute = createRoute({
  getParentRoute: () => root,
  path: '/me/security/new-phone',
  // Which of several apps moves.
  validateSearch: (search): { app?: string } => (typeof search['app'] === 'string' ? { app: search['app'] } : {}),
  component: lazyRouteComponent(() => import('./new-phone/NewPhone.tsx'), 'NewPhone'),
})

export const profileRoute = createRoute({
  getParentRoute: () => root,
  path: '/me/profile',
  component: lazyRouteComponent(() => import('./profile/Profile.tsx'), 'Profile'),
})

const elsewhere = createRoute({
  getParentRoute: () => root,
  path: '$',
  beforeLoad: () => {
    throw redirect({ to: '/me/security' })
  },
})

export const router = createRouter({
  routeTree: root.addChildren([securityRoute, newPhoneRoute, profileRoute, elsewhere]),
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
