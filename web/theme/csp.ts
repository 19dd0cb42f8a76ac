/** Life under the strict content security policy: hands the nonce of this response to whoever makes styles, and lets no markup be made from text. */
import { setNonce } from 'get-nonce'

type Policies = { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown }

/** The nonce that the server gave to this response. Empty where the page is served without a policy. */
export const nonce: string = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

setNonce(nonce)

// Mantine writes its variables through innerHTML, always as plain CSS. Anything that could be markup is refused.
;(window as { trustedTypes?: Policies }).trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (/[<&]/.test(text)) throw new TypeError('markup is never made from text here')
    return text
  },
})
