import { Menu } from '@mantine/core'
import { memo } from 'react'
import type { Quantity } from '../../core/field.ts'

/** Which quantities are drawn: a list to tick. */
export const QuantityMenu = memo(function QuantityMenu(props: {
  readonly scalars: readonly Quantity[]
  readonly hidden: readonly string[]
  readonly onHidden: (hidden: readonly string[]) => void
}) {
  const { scalars, hidden, onHidden } = props
  const count = scalars.filter(({ name }) => !hidden.includes(name)).length
  return (
    <Menu position="bottom-start" withinPortal closeOnItemClick={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="button small" data-testid="quantities">
          {count === scalars.length ? 'All quantities' : `${count} of ${scalars.length} quantities`} ▾
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {scalars.map(({ name, label }) => {
          const isShown = !hidden.includes(name)
          return (
            <Menu.Item
              key={name}
              role="menuitemcheckbox"
              aria-checked={isShown}
              leftSection={<span style={{ width: 12, display: 'inline-block' }}>{isShown ? '✓' : ''}</span>}
              onClick={() => onHidden(isShown ? [...hidden, name] : hidden.filter((other) => other !== name))}
            >
              {label ?? name}
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        <Menu.Item onClick={() => onHidden([])}>Show all</Menu.Item>
        <Menu.Item onClick={() => onHidden(scalars.map(({ name }) => name))}>Hide all</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
})
