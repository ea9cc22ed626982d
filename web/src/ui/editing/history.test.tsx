import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createInstance } from "i18next";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, it } from "vitest";
import words from "@/locales/setup/en.json";
import { Announcer } from "@/ui/announce";
import { History, useActOn, useHistoryKeys } from "./history";
import { begun, type Did, type Edited, editingStore } from "./store";

const i18n = createInstance();
await i18n.init({
  lng: "en",
  resources: { en: { translation: words } },
  interpolation: { escapeValue: false },
});

const said = ({ key }: Did) => `did ${key}`;
let saves: number;

function Editor({ store }: { store: ReturnType<typeof editingStore<string, Edited<string>>> }) {
  useHistoryKeys(store, {
    words: said,
    save: () => {
      saves += 1;
    },
    ownHistory: (at) => !!at?.closest("input"),
  });
  const act = useActOn(store, said);
  return (
    <>
      <History store={store} words={said} />
      <button type="button" onClick={() => act({ key: "add" }, (text) => `${text}+`)}>
        Add
      </button>
      <button type="button" onClick={() => act({ key: "type" }, (text) => `${text}.`, "name")}>
        Type
      </button>
      <input aria-label="Own" />
      <Announcer />
    </>
  );
}

function open() {
  const store = editingStore<string, Edited<string>>(begun("a"), { print: (text) => text });
  render(
    <I18nextProvider i18n={i18n}>
      <MantineProvider env="test">
        <Editor store={store} />
      </MantineProvider>
    </I18nextProvider>,
  );
  return store;
}
const button = (name: string) => screen.getByRole("button", { name });
const announced = () => screen.getByTestId("announcer").textContent?.replace("\u200b", "");
const press = (key: string, how: object = {}, at: Element = document.body) =>
  fireEvent.keyDown(at, { key, ctrlKey: true, ...how });

beforeEach(() => {
  saves = 0;
});
afterEach(cleanup);

it("says on each button what it would undo, and does it", async () => {
  const store = open();
  expect(button("Nothing to undo")).toHaveAttribute("aria-disabled", "true");
  await userEvent.click(button("Add"));
  await userEvent.click(button("Undo: did add"));
  expect([store.get().doc, announced()]).toEqual(["a", "Undo: did add"]);
  await userEvent.click(button("Redo: did add"));

  expect(store.get().doc).toBe("a+");
  expect(button("Nothing to redo")).toHaveAttribute("aria-disabled", "true");
});

it("keeps the focus on a button that has nothing more to undo", async () => {
  const store = open();
  store.edit({ key: "add" }, (text) => `${text}+`);

  await userEvent.click(await screen.findByRole("button", { name: "Undo: did add" }));

  expect(button("Nothing to undo")).toHaveFocus();
});

it("goes back and forth by keys, and tells", () => {
  const store = open();
  store.edit({ key: "add" }, (text) => `${text}+`);

  press("z");
  expect([store.get().doc, announced()]).toEqual(["a", "Undone: did add"]);
  press("Z", { shiftKey: true });
  expect([store.get().doc, announced()]).toEqual(["a+", "Redone: did add"]);
  press("z");
  press("y");
  expect(store.get().doc).toBe("a+");
});

it("leaves the keys to what has a history of its own, but saves from everywhere", () => {
  const store = open();
  store.edit({ key: "add" }, (text) => `${text}+`);

  const untouched = press("z", {}, screen.getByLabelText("Own"));
  press("s", {}, screen.getByLabelText("Own"));

  expect([store.get().doc, untouched, saves]).toEqual(["a+", true, 1]);
});

it("passes by keys that mean something else", () => {
  const store = open();
  store.edit({ key: "add" }, (text) => `${text}+`);

  press("z", { altKey: true });
  press("z", { ctrlKey: false });

  expect(store.get().doc).toBe("a+");
});

it("reads out a change, and not what is typed", async () => {
  open();
  await userEvent.click(button("Add"));
  expect(announced()).toBe("did add");
  await userEvent.click(button("Type"));

  expect(announced()).toBe("did add");
});
