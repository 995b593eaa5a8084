import type { Figure } from './figure.ts'
import { paintFigure } from './paint.ts'
import type { PaintContext } from './paint-context.ts'
import { paintScene } from './paint-scene.ts'
import type { Scene } from './scene.ts'
import { layoutScene } from './scene-layout.ts'
import { findTheme } from './theme.ts'
import { layoutView, type View } from './view.ts'

/** The place a picture is laid out for, CSS pixels. */
interface PicturePage {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly title: boolean
}

/** A figure in a view. */
export interface FigurePicture {
  readonly kind: 'figure'
  readonly figure: Figure
  readonly page: PicturePage
  readonly view: View
  readonly theme: 'light' | 'dark'
}

/** A scene from its camera. */
export interface ScenePicture {
  readonly kind: 'scene'
  readonly scene: Scene
  readonly page: PicturePage
  /** Keys of the legend that were clicked away. */
  readonly hidden: ReadonlySet<string>
  readonly theme: 'light' | 'dark'
}

/**
 * What can be painted: plain data only, so that it may cross to a worker. A new kind is one more member here and one more case in
 * `paintPicture`.
 */
export type Picture = FigurePicture | ScenePicture

/**
 * Paints a picture on a canvas of `width` × `height` CSS pixels, the whole of it. The same on the page and in a worker: nothing here
 * looks at a document.
 * @param ratio device pixels in a CSS pixel
 */
export function paintPicture(context: PaintContext, picture: Picture, ratio: number): void {
  const theme = findTheme(picture.theme)
  switch (picture.kind) {
    case 'figure': {
      const { figure, page, view } = picture
      paintFigure({ context, layout: layoutView(figure, page, view), theme, ratio, hidden: view.hidden })
      return
    }
    case 'scene': {
      const { scene, page, hidden } = picture
      paintScene({ context, scene, layout: layoutScene(scene, page), theme, ratio, hidden })
      return
    }
  }
}
