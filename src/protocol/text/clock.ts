/** A moment as the time of day of this place: `14:03:27`. @param moment milliseconds since 1970 */
export function clockText(moment: number): string {
  const date = new Date(moment);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
