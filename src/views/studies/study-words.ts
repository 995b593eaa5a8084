/** What people call a study, short: in lists, on buttons and in names of runs. */
const words: Readonly<Record<string, string>> = {
  time: 'Solution over time',
  steady: 'Steady state',
  eigenvalues: 'Eigenvalues',
  equilibria: 'Equilibria',
  continuation: 'Continuation',
  lyapunov: 'Lyapunov exponents',
  poincare: 'Poincaré section',
  bifurcation: 'Bifurcation diagram',
  'work-precision': 'Work and precision',
  sensitivities: 'Sensitivities',
}

/** The name of a study for people; its id where it has none. */
export function studyWords(id: string): string {
  return words[id] ?? id.replaceAll('-', ' ')
}
