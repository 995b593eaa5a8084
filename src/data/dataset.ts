/** What a column is in a table of measurements. */
export type ColumnRole = 'x' | 'y' | 'sigma' | 'ignore'

export interface Column {
  /** For people, without the unit: `Time`; unlike every other in its table. */
  readonly name: string
  /** The header as it stands in the file (`Time (min)`), where it differs from the name. Experiments may use either. */
  readonly header?: string
  readonly role: ColumnRole
  /** As found or given; '1' dimensionless, '' not known. */
  readonly unit: string
  /** NaN where a cell is empty or not a number; multipliers applied; in `unit`. */
  readonly values: Float64Array
  /** A text column (role `ignore`) keeps its cells. */
  readonly texts?: readonly string[]
  /** `y` and `sigma`: the scalar of the model this is a measurement of; 'sum' is all components together. */
  readonly of?: string
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

/** How a file was read; kept with the data so that reading again gives the same numbers. */
export interface ImportOptions {
  readonly encoding: string
  readonly delimiter: string
  readonly decimal: '.' | ','
  /** Rows before the data: names, units, blocks of keys. */
  readonly headerRows: number
  /** 0-based line of the names; absent: no header, columns are called column1, … */
  readonly nameRow?: number
  /** 0-based line of the units, where they have one of their own. */
  readonly unitRow?: number
  /** Characters that group digits in threes (`,` `.` space `'`); '' or absent: none. */
  readonly thousands?: string
  /** `rows`: each row is a variable, its name first. Default `columns`. */
  readonly layout?: 'columns' | 'rows'
}

/** An array of numbers in a file, C order over its shape. */
export interface NumberArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float64Array
  /** Rows of brightness from 0 to 1, from above. */
  readonly isPicture?: boolean
}

/** Measurements and where they came from. */
export interface Dataset {
  readonly file: string
  readonly format: string
  readonly sha256: string
  /** The bytes of the file, where they travel with the data: for run folders and carried experiments, never for a worker. */
  readonly original?: Uint8Array<ArrayBuffer>
  readonly options: ImportOptions
  readonly tables: readonly Table[]
  /** Of files that hold fields (NumPy, pictures) beside or instead of tables. */
  readonly arrays?: readonly NumberArray[]
  /** Every guess made and every cell that could not be read, for people. */
  readonly notes: readonly string[]
}
