import { describe, expect, it } from "vitest";
import * as f from "./formats";

const en = { locale: "en", zone: "Europe/Madrid" };
const NOW = Date.parse("2026-11-18T10:20:00Z");

describe("money", () => {
  it.each([
    ["24000.00", "EUR", "€24,000"],
    ["9900.50", "EUR", "€9,900.50"],
    ["1250", "JPY", "¥1,250"],
    ["0.125", "KWD", "KWD 0.125"],
    ["99999999999999999.99", "EUR", "€99,999,999,999,999,999.99"],
  ])("writes %s %s as %s", (amount, currency, text) => {
    expect(f.money(amount, currency, en).replace(/\u00a0/g, " ")).toBe(text);
  });
  it("gives sums three figures", () => {
    expect(f.sum("47612345.10", "EUR", en)).toBe("€47.6M");
    expect(f.sum("0", "EUR", en)).toBe("€0");
  });
  it("survives a currency that the browser does not know", () => {
    expect(f.money("5", "??", en)).toBe("5 ??");
  });
  it("knows the digits of a currency", () => {
    expect([f.scaleOf("EUR"), f.scaleOf("JPY"), f.scaleOf("KWD")]).toEqual([2, 0, 3]);
  });
});

describe("walls and instants", () => {
  it("turns one into the other and back", () => {
    expect(f.fromWall("2026-07-01 09:00:00", "Europe/Madrid")).toBe("2026-07-01T07:00:00Z");
    expect(f.toWall("2026-07-01T07:00:00Z", "Europe/Madrid")).toBe("2026-07-01 09:00:00");
  });
  it("refuses a time that a clock change skips", () => {
    expect(f.fromWall("2026-03-29 02:30:00", "Europe/Madrid")).toBeNull();
  });
  it("takes the first of a time that comes twice", () => {
    expect(f.fromWall("2026-10-25 02:30:00", "Europe/Madrid")).toBe("2026-10-25T00:30:00Z");
  });
});

describe("a follow-up in words", () => {
  it.each([
    [null, "none", "due.none", {}],
    ["2026-11-16T09:00:00Z", "late", "due.late_days", { count: 2 }],
    ["2026-11-18T10:20:00Z", "late", "due.late_today", { time: "11:20" }],
    ["2026-11-18T10:20:01Z", "today", "due.today_at", { time: "11:20" }],
    ["2026-11-18T23:30:00Z", "soon", "due.tomorrow_at", { time: "00:30" }],
    ["2026-11-21T12:00:00Z", "soon", "due.day_at", { day: "Sat", time: "13:00" }],
    ["2026-12-02T12:00:00Z", "soon", "due.day", { day: "Dec 2", time: "13:00" }],
  ])("says %s", (iso, tone, key, values) => {
    expect(f.due(iso, NOW, en)).toEqual({ tone, key, values });
  });
});

describe("people", () => {
  it("takes the first and the last initial", () => {
    expect(["Mei Tanaka", "Ana María de la Cruz", "Cher", " "].map(f.initials)).toEqual([
      "MT",
      "AC",
      "C",
      "",
    ]);
  });
  it("gives a person the same hue every time", () => {
    expect(f.personHue("0190-a")).toBe(f.personHue("0190-a"));
  });
});
