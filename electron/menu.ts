import type { MenuItemConstructorOptions } from 'electron'

/** What an application must have by its system's custom, no more: every action of the workbench is in its palette. */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  // Undo and redo are the page's own: the roles would only reach text fields.
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  }
  const window: MenuItemConstructorOptions = { label: 'Window', submenu: [{ role: 'minimize' }, { role: 'close' }] }
  return platform === 'darwin' ? [{ role: 'appMenu' }, edit, view, window] : [edit, view, window]
}
