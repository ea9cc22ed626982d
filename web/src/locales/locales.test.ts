import { expect, it } from "vitest";
import en from "./en.json";
import es from "./es.json";
import manageEn from "./manage/en.json";
import manageEs from "./manage/es.json";
import setupEn from "./setup/en.json";
import setupEs from "./setup/es.json";
import sharingEn from "./sharing/en.json";
import sharingEs from "./sharing/es.json";

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
const english = new Map([en, manageEn, setupEn, sharingEn].flatMap((words) => flat(words as Tree)));
const spanish = new Map([es, manageEs, setupEs, sharingEs].flatMap((words) => flat(words as Tree)));
const sources = import.meta.glob<string>("../**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const slots = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]).sort();
const has = (key: string) => english.has(key) || english.has(`${key}_other`);

it("keeps each section in one file", () => {
  const sections = [en, manageEn, setupEn, sharingEn].flatMap((words) => Object.keys(words));

  expect(sections).toEqual([...new Set(sections)]);
});

it("has the same keys in every language", () => {
  expect([...spanish.keys()]).toEqual([...english.keys()]);
});

it("fills the same slots in every language", () => {
  for (const [key, text] of english) expect([key, slots(spanish.get(key) ?? "")]).toEqual([key, slots(text)]);
});

it("has every plural form that Spanish and English ask for", () => {
  const stems = [...english.keys()].filter((k) => k.endsWith("_other")).map((k) => k.slice(0, -6));
  for (const stem of stems)
    expect(["_one", "_many", "_other"].filter((form) => !spanish.has(stem + form))).toEqual([]);
});

it("has every key that the code names", () => {
  const missing: string[] = [];
  for (const [file, source] of Object.entries(sources)) {
    if (file.includes(".test.")) continue;
    for (const [, key] of source.matchAll(/\bt\(\s*"([\w.]+)"/g))
      if (key && !has(key)) missing.push(`${file}: ${key}`);
    // A key with a variable in it needs at least one key with its fixed beginning.
    for (const [, start] of source.matchAll(/\bt\(\s*`([\w.]+)\$\{/g))
      if (start && ![...english.keys()].some((k) => k.startsWith(start))) missing.push(`${file}: ${start}…`);
  }
  expect(missing).toEqual([]);
});
