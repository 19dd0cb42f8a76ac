/** The security headers of every response: one set for answers, one for pages. */

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()',
} as const

const API = {
  ...COMMON,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const

export const apiHeaders = (): Record<string, string> => ({ ...API })

/** For built files, whose names change with their content. */
export const assetHeaders = (): Record<string, string> => ({ ...API, 'cache-control': 'public, max-age=31536000, immutable' })

/** `nonce`: fresh for every response. */
export const pageHeaders = (nonce: string): Record<string, string> => ({
  ...COMMON,
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; '),
})

/** Two years, sub-domains included; only where the platform is reached by https. */
export const HSTS = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } as const
