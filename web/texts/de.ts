/** The German catalogue, as one file that is loaded only by who reads it. */
export { default as pages } from '#texts/de/pages.json'
export { default as refusals } from '#texts/de/refusals.json'
