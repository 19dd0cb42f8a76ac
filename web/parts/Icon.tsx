/** The few outline icons of these pages. They stand beside words and are never read out. */
const PATHS = {
  alert: 'M12 4.5 21 20H3ZM12 10v4.5M12 17.2v.3',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l-3 2',
  copy: 'M8.5 8.5h11v11h-11ZM15.5 8.5v-4h-11v11h4',
  down: 'm7 10 5 5 5-5',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 19.5h15',
  eye: 'M3 12c2.2-4 5.2-6 9-6s6.8 2 9 6c-2.2 4-5.2 6-9 6s-6.8-2-9-6ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  eyeOff:
    'M4 4.5l16 15M9.9 6.3A9.6 9.6 0 0 1 12 6c3.8 0 6.8 2 9 6a16 16 0 0 1-2.6 3.4M15.6 17.1A9 9 0 0 1 12 18c-3.8 0-6.8-2-9-6a14.5 14.5 0 0 1 3.8-4.3M10.3 10.2a2.5 2.5 0 0 0 3.5 3.5',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5M12 7.8v.3',
  key: 'M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 12l8.5-8.5M16 7l3 3',
  list: 'M10.5 6.5h9M10.5 12h9M10.5 17.5h9M5 5l1.2-.6v4M4.6 15.8c.3-.9 2.2-.9 2.2.4 0 1-2.2 2-2.2 2.9h2.4',
  mail: 'M3.5 6h17v12.5h-17ZM4 6.5l8 6.5 8-6.5',
  message: 'M4 5.5h16v11h-9l-4.5 4v-4H4ZM8 9.5h8M8 12.5h5',
  phone: 'M7.5 3.5h9v17h-9ZM11 17.5h2',
  print: 'M7.5 8.5v-5h9v5M7 16.5H4.5v-8h15v8H17M7.5 13.5h9v7h-9Z',
} as const

export type IconName = keyof typeof PATHS

export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => <Outline path={PATHS[name]} size={size} />

/** One outline on the same grid and with the same stroke, for the icons that other pages bring along. */
export function Outline({ path, size }: { path: string; size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={size < 18 ? 1.75 : 1.6}
    >
      <path d={path} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
