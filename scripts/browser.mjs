// Where a Chromium is on this machine. Node built-ins only.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** The path of a Chromium-family browser, or undefined. ISOLINE_CHROMIUM overrides. */
export function findChromium() {
  const named = process.env.ISOLINE_CHROMIUM
  if (named && existsSync(named)) return named
  return (places[process.platform] ?? []).find((path) => existsSync(path))
}

/** Whether a Python with the modules is here: Debian's own before whatever stands first on PATH. ISOLINE_PYTHON overrides. */
export function hasPythonModules(...modules) {
  return [process.env.ISOLINE_PYTHON, '/usr/bin/python3', 'python3'].some((python) => {
    if (!python) return false
    try {
      execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

/** How to install what is missing, in one line for this system. */
export function installAdvice(packages) {
  if (process.platform === 'linux') return `sudo apt-get install -y ${packages.debian}`
  return packages.elsewhere
}
