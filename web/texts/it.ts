/** The Italian catalogue, as one file that is loaded only by who reads it. */
export { default as pages } from '#texts/it/pages.json'
export { default as refusals } from '#texts/it/refusals.json'
