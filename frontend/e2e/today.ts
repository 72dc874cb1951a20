/** The day at the seller's, in Shanghai, as YYYY-MM-DD: from 16:00 UTC on it is not the day of the machine that runs the tests. */
export function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
}
