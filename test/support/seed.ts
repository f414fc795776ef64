/** What is chosen at random in this run follows from one number, which the set-up prints; FC_SEED repeats it. */
export function seed(): number {
  const given = Number(process.env['FC_SEED']);
  if (!Number.isSafeInteger(given)) throw new Error('FC_SEED is not a whole number');
  return given;
}
