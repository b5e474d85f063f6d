/** Lets promises that have resolved call on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
