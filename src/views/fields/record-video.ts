import { stemOf } from '../shell/file-name.ts'
import type { Workbench } from '../shell/workbench.ts'

const shown = new WeakMap<Workbench, HTMLCanvasElement>()

/** Says on which canvas the field is. */
export function showFieldCanvas(workbench: Workbench, canvas: HTMLCanvasElement): void {
  shown.set(workbench, canvas)
}

interface Recording {
  stop(): Promise<Blob>
}

const formats = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm']
/** Bits a second: fields have sharp edges. */
const quality = 12e6

/** Records a canvas as it changes. The canvas itself belongs to the painting worker; a copy of it is recorded. */
function startRecording(source: HTMLCanvasElement): Recording {
  const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format))
  const copy = document.createElement('canvas')
  const context = copy.getContext('2d', { alpha: false })
  if (!mimeType || !context) throw new Error('this browser records no video')
  const box = source.getBoundingClientRect()
  const ratio = window.devicePixelRatio || 1
  // Encoders want even sizes.
  copy.width = 2 * Math.round((box.width * ratio) / 2)
  copy.height = 2 * Math.round((box.height * ratio) / 2)
  let request = 0
  const draw = () => {
    context.drawImage(source, 0, 0, copy.width, copy.height)
    request = requestAnimationFrame(draw)
  }
  draw()
  const recorder = new MediaRecorder(copy.captureStream(30), { mimeType, videoBitsPerSecond: quality })
  const pieces: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
  recorder.start(1000)
  return {
    stop: () =>
      new Promise((resolve) => {
        recorder.addEventListener('stop', () => {
          cancelAnimationFrame(request)
          resolve(new Blob(pieces, { type: 'video/webm' }))
        })
        recorder.stop()
      }),
  }
}

const recordings = new WeakMap<Workbench, Recording>()

/** Begins to record the picture of the field as a WebM video, or ends that and saves it. */
export async function toggleRecording(workbench: Workbench): Promise<void> {
  const going = recordings.get(workbench)
  const canvas = shown.get(workbench)
  try {
    if (!going) {
      if (!canvas?.isConnected) throw new Error('no field is on the screen')
      recordings.set(workbench, startRecording(canvas))
      workbench.fields.setState({ isRecording: true })
      return
    }
    recordings.delete(workbench)
    workbench.fields.setState({ isRecording: false })
    const video = await going.stop()
    const { of } = workbench.fields.getState()
    const stem = of ? stemOf(of) : 'field'
    const place = await workbench.desk.saveFile({ suggestedName: `${stem}.webm`, bytes: new Uint8Array(await video.arrayBuffer()) }) // biome-ignore format: one call
    if (place) workbench.interface.notify('info', `Written: ${place.name}.`)
  } catch (error) {
    workbench.interface.notify('error', `No video was written: ${error instanceof Error ? error.message : String(error)}.`) // biome-ignore format: one call
  }
}
