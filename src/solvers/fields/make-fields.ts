import { makeReferenceFields } from '../backends/reference/reference-fields.ts'
import { makeChebyshevFields } from '../discretisations/chebyshev/chebyshev-fields.ts'
import { makeFiniteDifference } from '../discretisations/finite-difference/finite-difference.ts'
import { makeFiniteVolume } from '../discretisations/finite-volume/finite-volume.ts'
import { makeFourierFields } from '../discretisations/fourier/fourier-fields.ts'
import type { FieldBackend } from './choose-backend.ts'
import type { MakeFields, SpaceId } from './discretised-fields.ts'

/** What makes each discretisation. With every kernel behind it: for workers, not for the page. */
const makers: Readonly<Record<SpaceId, MakeFields>> = {
  fourier: makeFourierFields,
  cosine: makeFourierFields,
  sine: makeFourierFields,
  chebyshev: makeChebyshevFields,
  'finite-difference': makeFiniteDifference,
  'finite-volume': makeFiniteVolume,
}

/** The maker of a discretisation. */
export function makeDiscretisedFields(space: SpaceId, backend: FieldBackend = 'wasm'): MakeFields {
  return backend === 'reference' ? makeReferenceFields : makers[space]
}
