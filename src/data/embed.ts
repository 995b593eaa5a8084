import { invalid } from '../core/errors.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import { insertPngChunk, isPng, type PngChunk, readPngChunks, writePngChunks } from './png-chunks.ts'

/** What a figure or report carries of itself: the experiment document and the files it reads, by the names used in it. */
export interface CarriedExperiment {
  /** Not yet validated: give it to `parseExperiment`. */
  readonly experiment: unknown
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>
}

const keyword = 'isoline-experiment'
/** Data beyond this many bytes stay out of figures and reports. */
const mostData = 1_000_000
const mostBytes = 256 * 1024 * 1024

/**
 * The text that stands for an experiment inside other files. It is JSON in ASCII without `<`, `>` and `&`, so it is at home in
 * XML, HTML and PNG as it is, whatever the experiment says.
 * @returns `left`: names of files left out because all together are larger than 1 MB
 */
export function makePayload(
  experiment: unknown,
  files: Readonly<Record<string, Uint8Array>> = {},
): { readonly text: string; readonly left: readonly string[] } {
  const kept: [string, string][] = []
  const left: string[] = []
  let total = 0
  for (const [name, bytes] of Object.entries(files)) {
    if (total + bytes.length > mostData) left.push(name)
    else {
      total += bytes.length
      kept.push([name, toBase64(bytes)])
    }
  }
  const json = JSON.stringify({ experiment, files: Object.fromEntries(kept) })
  const text = json.replace(
    /[<>&\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return { text, left }
}

/** Opening tag of `<svg …>`, quotes respected. */
const svgTag = /<svg(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>/
const svgMetadata = /<metadata\b[^>]*\bid\s*=\s*["']isoline-experiment["'][^>]*>([\s\S]*?)<\/metadata>/
const htmlScript = /<script\b[^>]*\bid\s*=\s*["']isoline-experiment["'][^>]*>([\s\S]*?)<\/script>/i

/**
 * An SVG with the payload in `<metadata>`; one that is there already is replaced.
 * @throws InvalidInput where the text has no `<svg>`
 */
export function embedInSvg(svg: string, payload: string): string {
  const clean = svg.replace(svgMetadata, '')
  const tag = svgTag.exec(clean)
  if (!tag) throw invalid('', 'this is not an SVG picture: it has no <svg> element')
  const at = tag.index + tag[0].length
  // A self-closing <svg/> has no inside; nobody draws one.
  if (tag[0].endsWith('/>')) throw invalid('', 'this SVG picture is empty')
  return `${clean.slice(0, at)}<metadata id="${keyword}">${payload}</metadata>${clean.slice(at)}`
}

/** An HTML page with the payload in a `<script type="application/json">` at its end, which no browser runs. */
export function embedInHtml(html: string, payload: string): string {
  const clean = html.replace(htmlScript, '')
  const end = clean.toLowerCase().lastIndexOf('</body>')
  const at = end < 0 ? clean.length : end
  return `${clean.slice(0, at)}<script type="application/json" id="${keyword}">${payload}</script>${clean.slice(at)}`
}

const encoder = new TextEncoder()

function textOf(chunk: PngChunk): string | undefined {
  if (chunk.type !== 'iTXt') return undefined
  const text = new TextDecoder().decode(chunk.data)
  // Keyword, NUL, compression flag and method (0, 0), language, NUL, translated keyword, NUL, text.
  const head = `${keyword}\0\0\0\0\0`
  return text.startsWith(head) ? text.slice(head.length) : undefined
}

/** A PNG with the payload in an iTXt chunk; one that is there already is replaced. */
export function embedInPng(png: Uint8Array, payload: string): Uint8Array<ArrayBuffer> {
  const chunk = { type: 'iTXt', data: encoder.encode(`${keyword}\0\0\0\0\0${payload}`) }
  return writePngChunks(insertPngChunk(readPngChunks(png), chunk, (other) => textOf(other) !== undefined))
}

/** What a drawing program may have made of our ASCII. */
const unescapeXml = (text: string): string =>
  text
    .replace(/^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/, '$1')
    .replace(/&(quot|#34|#x22);/g, '"')
    .replace(/&(apos|#39|#x27);/g, "'")
    .replace(/&amp;/g, '&')

/** The payload text that a file carries, or undefined. */
function findPayload(bytes: Uint8Array): string | undefined {
  if (bytes.length > mostBytes) return undefined
  if (isPng(bytes)) {
    for (const chunk of readPngChunks(bytes)) {
      const text = textOf(chunk)
      if (text !== undefined) return text
    }
    return undefined
  }
  const text = new TextDecoder().decode(bytes)
  const script = htmlScript.exec(text)
  if (script?.[1] !== undefined) return script[1]
  const metadata = svgMetadata.exec(text)
  return metadata?.[1] === undefined ? undefined : unescapeXml(metadata[1])
}

/**
 * The experiment that a figure (SVG, PNG) or report (HTML) carries, or undefined where it carries none.
 * @param name for the error message
 * @throws InvalidInput where it carries one that is damaged
 */
export function extractExperiment(bytes: Uint8Array, name: string): CarriedExperiment | undefined {
  const text = findPayload(bytes)
  return text === undefined ? undefined : parsePayload(text, name)
}

function parsePayload(text: string, name: string): CarriedExperiment {
  const damaged = () =>
    invalid('', `"${name}" carries an experiment that is damaged; export the figure or report again`)
  let payload: unknown
  try {
    payload = JSON.parse(text)
  } catch {
    throw damaged()
  }
  if (typeof payload !== 'object' || payload === null || !Object.hasOwn(payload, 'experiment')) throw damaged()
  const { experiment, files } = payload as { experiment: unknown; files?: unknown }
  const entries = typeof files === 'object' && files !== null ? Object.entries(files) : []
  return {
    experiment,
    // fromEntries defines properties: a file called __proto__ is a file, nothing else.
    files: Object.fromEntries(
      entries.map(([file, content]): [string, Uint8Array<ArrayBuffer>] => {
        if (typeof content !== 'string') throw damaged()
        try {
          return [file, fromBase64(content)]
        } catch {
          throw damaged()
        }
      }),
    ),
  }
}
