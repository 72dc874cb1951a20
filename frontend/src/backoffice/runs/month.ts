/** The first and last day of the month before the one a business date lies in. */
export function previousMonth(today: string): { period_start: string; cut_off: string } {
  const first = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
  const cutOff = new Date(first.getTime() - 86_400_000).toISOString().slice(0, 10);
  return { period_start: `${cutOff.slice(0, 7)}-01`, cut_off: cutOff };
}
