import { expect, it } from "vitest";
import { begun, type Edited, editingStore, MOST_STEPS_BACK } from "./store";

type State = Edited<string> & { length: number };

/** A text in which two spaces are one. */
const store = () =>
  editingStore<string, State>(
    { ...begun("start"), length: 5 },
    {
      print: (text) => text.trim(),
      settled: (next, now) => (next.replaceAll("  ", " ") === now ? now : next.replaceAll("  ", " ")),
      follows: (text) => ({ length: text.length }),
    },
  );
const write = (s: ReturnType<typeof store>, text: string, gather = "") =>
  s.edit({ key: "write", values: { text } }, () => text, gather);

it("goes back and forth, and says what each step did", () => {
  const s = store();
  s.edit({ key: "add" }, (text) => `${text} one`);
  s.edit({ key: "shout" }, (text) => text.toUpperCase());

  expect([s.undo(), s.get().doc]).toEqual([{ key: "shout" }, "start one"]);
  expect([s.undo(), s.get().doc]).toEqual([{ key: "add" }, "start"]);
  expect(s.undo()).toBeNull();
  expect([s.redo()?.key, s.redo()?.key, s.redo(), s.get().doc]).toEqual(["add", "shout", null, "START ONE"]);
});

it("takes what was typed without pause as one step, called after the last of it", () => {
  const s = store();
  for (const text of ["a", "ab", "abc"]) write(s, text, "name");

  expect(s.get().past).toEqual([{ doc: "start", did: { key: "write", values: { text: "abc" } } }]);
});

it.each([
  ["a pause", (s: ReturnType<typeof store>) => s.seal()],
  ["another place", (s: ReturnType<typeof store>) => write(s, "elsewhere", "other")],
  ["a change of another kind", (s: ReturnType<typeof store>) => write(s, "elsewhere")],
  [
    "a step back and forth",
    (s: ReturnType<typeof store>) => {
      s.undo();
      s.redo();
    },
  ],
])("ends what is one step by %s", (_, between) => {
  const s = store();
  write(s, "a", "name");
  between(s);
  const before = s.get().doc;
  write(s, "ab", "name");

  s.undo();

  expect(s.get().doc).toBe(before);
});

it("does not gather onto what was begun anew", () => {
  const s = store();
  write(s, "a", "name");
  s.begin({ ...begun("new"), length: 3 });
  write(s, "ab", "name");

  expect([s.get().past.length, s.undo()?.key, s.get().doc]).toEqual([1, "write", "new"]);
});

it("is clean again when a change was taken back, by hand or by a step", () => {
  const s = store();
  write(s, "other");
  expect(s.get().dirty).toBe(true);
  write(s, "start ");
  expect(s.get().dirty).toBe(false);
  s.undo();
  expect(s.get().dirty).toBe(true);
  s.undo();

  expect(s.get().dirty).toBe(false);
});

it("forgets what was undone with the next change, not with one that comes to nothing", () => {
  const s = store();
  write(s, "other");
  s.undo();
  write(s, "start");
  expect(s.get().future.length).toBe(1);
  write(s, "another");

  expect(s.get().future).toEqual([]);
});

it("keeps a limited number of steps", () => {
  const s = store();
  for (let i = 0; i <= MOST_STEPS_BACK; i += 1) write(s, `text ${i}`);

  expect([s.get().past.length, s.get().past[0]?.doc]).toEqual([MOST_STEPS_BACK, "text 0"]);
});

it("shows what follows from each document", () => {
  const s = store();
  write(s, "longer than before");
  expect(s.get().length).toBe(18);
  s.undo();
  expect(s.get().length).toBe(5);
  s.show("as told", { length: 0 });

  expect(s.get()).toMatchObject({ doc: "as told", length: 0, past: [] });
});

it("replaces by what was made elsewhere, measured by the new base, as one step", () => {
  const s = store();
  write(s, "mine");
  s.replace({ key: "merge" }, "mine and theirs", { base: "theirs" });

  expect(s.get()).toMatchObject({ doc: "mine and theirs", base: "theirs", dirty: true });
  expect([s.undo(), s.get().doc]).toEqual([{ key: "merge" }, "mine"]);
});

it("tells who watches, until they look away", () => {
  const s = store();
  const seen: string[] = [];
  const stop = s.subscribe(() => seen.push(s.get().doc));
  write(s, "one");
  write(s, "one");
  stop();
  write(s, "two");

  expect(seen).toEqual(["one"]);
});
