type Priced = { amount: string | null; currency: string };

/** Sums of decimal texts, exact and never mixing currencies (D8); the most frequent currency first. */
export function sumsOf(priced: readonly Priced[]): { amount: string; currency: string }[] {
  const byCurrency = new Map<string, string[]>();
  for (const { amount, currency } of priced)
    if (amount !== null) byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amount]);
  return [...byCurrency]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([currency, amounts]) => ({ currency, amount: add(amounts) }));
}

function add(amounts: readonly string[]): string {
  const scale = Math.max(...amounts.map((a) => a.split(".")[1]?.length ?? 0));
  const total = amounts.reduce((sum, a) => {
    const [whole = "0", part = ""] = a.split(".");
    return sum + BigInt(whole + part.padEnd(scale, "0"));
  }, 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(scale + 1, "0");
  const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return total < 0n ? `-${text}` : text;
}
