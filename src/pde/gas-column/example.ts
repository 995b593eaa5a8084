/**
 * The BTEX column of the seed paper (arXiv 2501.00001, tables 1 to 3; experiment: Nasreddine et al., Sens. Actuators B 224
 * (2016) 159), 20 ppb: five analytes at 80 °C in nitrogen, as a complete experiment document.
 */
export const gasColumnExample: Readonly<Record<string, unknown>> = {
  isoline: 1,
  title: 'Gas column: BTEX',
  notes:
    'Five aromatic traces (20 ppb each, m- and p-xylene together) on a 20 m capillary. Parameters: arXiv 2501.00001, tables 1 and 3; experiment: Nasreddine et al., Sens. Actuators B 224 (2016) 159.',
  problem: {
    id: 'gas-column',
    parameters: {
      temperature: 353.15,
      inletPressure: 4.01e5,
      outletPressure: 1.013e5,
      length: 20,
      radius: 9e-5,
      film: 1e-6,
      inletVelocity: 0.41,
      injection: 4,
      injectorTime: 0,
      variableVelocity: true,
    },
    components: [
      { name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6, dispersion: 2.89e-6 },
      { name: 'toluene', ka: 2953, kd: 11.502, concentration: 2.732e-6, dispersion: 2.6e-6 },
      { name: 'ethylbenzene', ka: 9203, kd: 16.94, concentration: 2.732e-6, dispersion: 2.38e-6 },
      { name: 'mp-xylene', ka: 6483, kd: 11.057, concentration: 5.464e-6, dispersion: 2.06e-6 },
      { name: 'o-xylene', ka: 10168, kd: 14.291, concentration: 2.732e-6, dispersion: 2.06e-6 },
    ],
  },
  method: { id: 'exact' },
  time: { to: 800, samples: 1601 },
}
