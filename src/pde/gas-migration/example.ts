/**
 * BTEX on a 5 % phenyl column under an oven programme, as a complete experiment document. Retention parameters: spec of the
 * K-centric sets collected for common phases (RetentionData collection), reference phase ratio 0.001.
 */
export const gasMigrationExample: Readonly<Record<string, unknown>> = {
  isoline: 1,
  title: 'Gas chromatograph: BTEX under a temperature programme',
  notes:
    'Six aromatics on a 30 m × 0.25 mm column with a 0.25 µm film of 5 % phenyl polysiloxane in helium: 40 °C for one minute, then 10 K/min to 200 °C, at constant pressure.',
  problem: {
    id: 'gas-migration',
    parameters: { length: 30, diameter: '0.25 mm', film: '0.25 um', carrier: 'He' },
    program: {
      time: [0, 60, 1020],
      temperature: ['40 degC', '40 degC', '200 degC'],
      inletPressure: ['200 kPa', '200 kPa', '200 kPa'],
      outletPressure: [101325, 101325, 101325],
    },
    components: [
      { name: 'benzene', characteristicTemperature: '40.7 degC', characteristicParameter: 34.6, heatCapacityChange: 113.6 },
      { name: 'toluene', characteristicTemperature: '68.5 degC', characteristicParameter: 34.4, heatCapacityChange: 147.2 },
      { name: 'ethylbenzene', characteristicTemperature: '89.9 degC', characteristicParameter: 36.2, heatCapacityChange: 143.2 },
      { name: 'm-xylene', characteristicTemperature: '91.6 degC', characteristicParameter: 35.6, heatCapacityChange: 149.3 },
      { name: 'p-xylene', characteristicTemperature: '91.7 degC', characteristicParameter: 35.6, heatCapacityChange: 149.9 },
      { name: 'o-xylene', characteristicTemperature: '96.7 degC', characteristicParameter: 36.2, heatCapacityChange: 146.0 },
    ],
  },
  method: { id: 'migration' },
  time: { to: 600, samples: 6001 },
} // biome-ignore format: a table
