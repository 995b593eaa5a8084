import type { Experiment } from '../../experiment/experiment.ts'
import { parseExperiment } from '../../experiment/parse.ts'

/** A card: an experiment that can be opened, and what it shows. */
export interface GalleryCard {
  readonly id: string
  readonly title: string
  readonly sentence: string
  /** What it is about, above the title. */
  readonly topic: string
  readonly thumbnail: { readonly light: string; readonly dark: string }
  readonly open: () => Promise<Experiment>
}

/** Only what stands on the cards comes with the page; an experiment is fetched when its card is opened. */
const experiments = '../../../datasets/experiments'
const titles: Readonly<Record<string, string>> = import.meta.glob('../../../datasets/experiments/*.isoline.json', {
  import: 'title',
  eager: true,
})
const notes: Readonly<Record<string, string>> = import.meta.glob('../../../datasets/experiments/*.isoline.json', {
  import: 'notes',
  eager: true,
})
const documents = import.meta.glob<string>('../../../datasets/experiments/*.isoline.json', {
  query: '?raw',
  import: 'default',
})
const thumbnails: Readonly<Record<string, string>> = import.meta.glob('../../../datasets/thumbnails/*.svg', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
})
const measurements = import.meta.glob<string>('../../../datasets/measurements/*.csv', {
  query: '?raw',
  import: 'default',
})

/** Order on the wall and the line above the title; each id is a file of datasets/experiments. */
const order: readonly (readonly [id: string, topic: string])[] = [
  ['gas-column-btex', 'Exact, live'],
  ['gas-column-btex-constant-velocity', 'What an assumption costs'],
  ['gas-column-btex-dispersion', 'Exact with dispersion'],
  ['gas-column-tailing-injector', 'Peak shape'],
  ['gas-column-long-injection', 'Breakthrough'],
  ['gas-column-fast', 'Column design'],
  ['gas-column-critical-pair', 'Resolution'],
  ['gas-column-finite-volume', 'Numerical against exact'],
  ['gas-column-overload', 'Nonlinear, numerical'],
  ['gas-column-btex-fit', 'Measurement and fit'],
  ['gas-migration-btex-program', 'Temperature programme'],
  ['gas-column-detector', 'Detector signal'],
  ['typed-ode-lorenz', 'Chaos'],
  ['typed-ode-lorenz-scan', 'Bifurcation diagram'],
  ['typed-ode-lotka-volterra-fit', 'Typed system and fit'],
  ['typed-ode-sir', 'Units, a peak as an event'],
  ['typed-ode-brusselator', 'Hopf bifurcation'],
  ['typed-ode-brusselator-continuation', 'Equilibria followed'],
  ['typed-ode-duffing', 'Poincaré section'],
  ['typed-ode-bouncing-ball', 'Events that set the state'],
  ['typed-ode-henon-heiles', 'Symplectic'],
  ['typed-ode-van-der-pol', 'Stiff'],
  ['typed-ode-robertson', 'Stiff, eleven decades'],
  ['typed-ode-oregonator', 'Stiff, a chemical clock'],
  ['typed-pde-gray-scott-spots', 'Patterns'],
  ['typed-pde-fitzhugh-nagumo', 'Excitable tissue'],
  ['typed-pde-kdv', 'Solitons'],
  ['typed-pde-kuramoto-sivashinsky', 'Chaos in space'],
  ['typed-pde-cahn-hilliard', 'Phase separation'],
  ['typed-pde-complex-ginzburg-landau', 'Spirals'],
  ['typed-pde-heat', 'Heat'],
  ['typed-pde-wave', 'Waves'],
  ['typed-pde-telegraph', 'Waves with loss'],
  ['typed-pde-burgers', 'Shock'],
  ['typed-pde-burgers-shock', 'Shock and fan'],
  ['typed-pde-dam-break', 'Shallow water'],
  ['typed-pde-zalesak', 'Advection'],
  ['typed-pde-leveque', 'Advection'],
  ['typed-pde-fisher', 'Travelling front'],
  ['typed-pde-allen-cahn', 'Curvature'],
  ['typed-pde-allen-cahn-metastable', 'Slow motion'],
  ['typed-pde-swift-hohenberg', 'Convection'],
  ['typed-pde-gray-scott-worms', 'Patterns'],
  ['typed-pde-gray-scott-waves', 'Patterns'],
  ['typed-pde-brusselator', 'Turing patterns'],
  ['typed-pde-schnakenberg', 'Turing patterns'],
  ['typed-pde-schrodinger', 'Quantum packet'],
  ['typed-pde-schrodinger-barrier', 'Tunnelling'],
  ['typed-pde-nonlinear-schrodinger', 'Breather'],
  ['typed-pde-sine-gordon', 'Breather'],
  ['typed-pde-poisson', 'Solved once'],
  ['typed-pde-helmholtz', 'Sound, solved once'],
  ['typed-pde-porous-medium', 'Nonlinear diffusion'],
  ['typed-pde-thin-film', 'Fourth order'],
  ['typed-pde-plate', 'Vibration'],
  ['typed-pde-predator-prey', 'Invasion'],
  ['typed-pde-epidemic', 'Epidemic wave, units'],
  ['typed-pde-keller-segel', 'Chemotaxis'],
  ['typed-pde-stochastic-heat', 'White noise'],
  ['typed-pde-stochastic-allen-cahn', 'White noise'],
  ['typed-pde-black-scholes', 'Finance'],
  ['typed-pde-eikonal', 'Distance'],
  ['n-body-pythagorean', 'Close encounters'],
  ['n-body-random', 'Drawn by the seed'],
]

/** The cards in the order of the wall. */
export const galleryCards: readonly GalleryCard[] = order.flatMap(([id, topic]) => {
  const file = `${experiments}/${id}.isoline.json`
  const read = documents[file]
  if (read === undefined) return []
  const picture = (theme: string) => thumbnails[`../../../datasets/thumbnails/${id}.${theme}.svg`] ?? ''
  return [
    {
      id,
      topic,
      title: titles[file] ?? '',
      sentence: notes[file]?.split('\n')[0] ?? '',
      thumbnail: { light: picture('light'), dark: picture('dark') },
      open: async () => parseExperiment(await read()),
    },
  ]
})

/** The bytes of a measurement that belongs to the gallery, by the name in the experiment. */
export async function galleryMeasurement(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const path = `../../../datasets/measurements/${name.split('/').at(-1)}`
  if (!name.startsWith('../measurements/') || !Object.hasOwn(measurements, path)) return undefined
  const text = await measurements[path]?.()
  return text === undefined ? undefined : new TextEncoder().encode(text)
}
