const DEMO_GENERATOR = 'critters-generator';

/** Whether a pair stands on the generator that comes with Unitloom, whose results need a word of caution. */
export function isDemoGenerator(generatorName: string): boolean {
  return generatorName === DEMO_GENERATOR;
}
