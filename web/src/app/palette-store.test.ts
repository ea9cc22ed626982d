import { beforeEach, expect, it, vi } from "vitest";

let store: typeof import("./palette-store");
const opened = vi.fn();

beforeEach(async () => {
  vi.resetModules();
  opened.mockClear();
  store = await import("./palette-store");
});

function press(key: string, held: KeyboardEventInit = {}): KeyboardEvent {
  const e = new KeyboardEvent("keydown", { key, cancelable: true, ...held });
  store.onFirstKey(e);
  return e;
}
const type = (text: string) => [...text].map((key) => press(key));

it("keeps what is typed until the palette's field has the focus", () => {
  press("k", { ctrlKey: true });
  type("acmx");
  press("Backspace");
  store.paletteIsHere(opened);
  type("e");

  expect(opened).toHaveBeenCalledOnce();
  expect(store.takeTyped()).toBe("acme");
});

it("leaves keys to the page before it is wished for and once it has the focus", () => {
  const before = press("a");
  press("k", { metaKey: true });
  store.paletteIsHere(opened);
  store.takeTyped();
  const after = press("b");

  expect([before.defaultPrevented, after.defaultPrevented]).toEqual([false, false]);
  expect(store.takeTyped()).toBe("");
});

it("keeps what is typed from what the page does by single keys, and leaves it the commands", () => {
  store.openPalette();
  const [letter] = type("n");
  const command = press("r", { ctrlKey: true });

  expect([letter?.defaultPrevented, command.defaultPrevented]).toEqual([true, false]);
});

it("does not open for who went away by Escape, and opens at the next wish", () => {
  press("k", { ctrlKey: true });
  type("ac");
  press("Escape");
  store.paletteIsHere(opened);

  expect(opened).not.toHaveBeenCalled();
  store.openPalette();
  expect(opened).toHaveBeenCalledOnce();
  expect(store.takeTyped()).toBe("");
});
