/** How long something took, as a word and a number: `automation.took.KEY`. */
export function tookOf(from: string, to: string): { key: string; count: number } {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  if (seconds < 1) return { key: "under", count: 0 };
  if (seconds < 120) return { key: "seconds", count: Math.round(seconds) };
  if (seconds < 7200) return { key: "minutes", count: Math.round(seconds / 60) };
  if (seconds < 172_800) return { key: "hours", count: Math.round(seconds / 3600) };
  return { key: "days", count: Math.round(seconds / 86_400) };
}
