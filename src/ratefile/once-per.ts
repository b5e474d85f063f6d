/**
 * A function of a document, or of a part of one, that is worked out once for each: documents never change, and every one
 * of a file's thousands of problems may ask the same.
 */
export function oncePer<Whole extends object, T>(workOut: (whole: Whole) => T): (whole: Whole) => T {
  const known = new WeakMap<Whole, { readonly value: T }>();
  return (whole) => {
    const found = known.get(whole) ?? { value: workOut(whole) };
    known.set(whole, found);
    return found.value;
  };
}
