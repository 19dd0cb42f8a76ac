/** A choice among a few, by the browser's own list: works with every keyboard and reader, and as a wheel on phones. */
import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { Icon } from '../parts/Icon.tsx'

export const Pick = (props: NativeSelectProps) => (
  <NativeSelect {...props} rightSection={<Icon name="down" size={16} />} rightSectionPointerEvents="none" />
)
