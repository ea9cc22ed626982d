import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { giveFocusBack } from "./focus-back";

let overlays: HTMLElement;
let end: () => void;

beforeEach(() => {
  document.body.innerHTML =
    '<main id="main" tabindex="-1"><button id="row">Row</button><button id="other">Other</button></main><div id="over"></div>';
  overlays = document.getElementById("over") as HTMLElement;
  end = giveFocusBack(document.body);
});
afterEach(() => end());

function dialog(inside: string): HTMLElement {
  const made = document.createElement("section");
  made.role = "dialog";
  made.setAttribute("aria-modal", "true");
  made.innerHTML = inside;
  overlays.append(made);
  made.querySelector("button")?.focus();
  return made;
}

function focus(id: string) {
  document.getElementById(id)?.focus();
}

const focused = () => document.activeElement?.id;

it("gives the focus back to what opened the dialog", async () => {
  focus("row");
  const one = dialog("<button>Do</button>");

  one.remove();

  await vi.waitFor(() => expect(focused()).toBe("row"));
});

it("gives it to the button of the menu whose item opened the dialog", async () => {
  overlays.innerHTML =
    '<div role="menu" aria-labelledby="other"><button id="item" role="menuitem">Open</button></div>';
  focus("item");
  const one = dialog("<button>Do</button>");
  overlays.querySelector("[role=menu]")?.remove();

  one.remove();

  await vi.waitFor(() => expect(focused()).toBe("other"));
});

it("gives it to the dialog below when the opener is gone", async () => {
  const below = dialog('<button id="close">Close</button><button id="acts">Act</button>');
  focus("acts");
  const above = dialog("<button>Do</button>");
  below.querySelector("#acts")?.remove();

  above.remove();

  await vi.waitFor(() => expect(focused()).toBe("close"));
});

it("passes by what can't be used any more", async () => {
  focus("row");
  const one = dialog("<button>Do</button>");
  document.getElementById("row")?.setAttribute("disabled", "");

  one.remove();

  await vi.waitFor(() => expect(focused()).toBe("other"));
});

it("gives it to the page when nothing else is left", async () => {
  focus("row");
  const one = dialog("<button>Do</button>");
  for (const id of ["row", "other"]) document.getElementById(id)?.remove();

  one.remove();

  await vi.waitFor(() => expect(focused()).toBe("main"));
});

it("leaves the focus where somebody put it", async () => {
  focus("row");
  const one = dialog("<button>Do</button>");

  one.remove();
  focus("other");
  await new Promise((done) => setTimeout(done, 80));

  expect(focused()).toBe("other");
});

describe("a button that was pressed", () => {
  /** Two rows, each with a button that acts and one that is always there. */
  const rows = () => {
    const main = document.getElementById("main") as HTMLElement;
    main.innerHTML = ["one", "two", "three"]
      .map(
        (id) =>
          `<li id="${id}"><button id="stop-${id}">Stop</button><a href="#" id="look-${id}">Look</a></li>`,
      )
      .join("");
  };
  const press = (id: string) => {
    focus(id);
    document.getElementById(id)?.click();
  };
  const remove = (id: string) => document.getElementById(id)?.remove();
  const later = () => new Promise((done) => setTimeout(done, 80));

  it.each([
    ["to what comes after it, where it alone goes", "stop-two", ["stop-two"], "look-two"],
    ["to what came before it, where it was the last", "look-two", ["look-two"], "stop-two"],
    ["to the next row, where its row goes", "stop-two", ["two"], "stop-three"],
    ["to the row before, where its row was the last", "stop-three", ["three"], "look-two"],
    ["further, where the next row goes as well", "stop-one", ["one", "two"], "stop-three"],
    ["to the page, where nothing is left", "stop-one", ["one", "two", "three"], "main"],
  ])("gives the focus %s", async (_, pressed, gone, to) => {
    rows();
    press(pressed);
    for (const id of gone) remove(id);

    await vi.waitFor(() => expect(focused()).toBe(to));
  });

  it("has it again once it has done its work", async () => {
    rows();
    const button = document.getElementById("stop-two") as HTMLButtonElement;
    press("stop-two");
    button.blur();
    button.dataset.loading = "true";
    button.disabled = true;
    await later();
    expect(focused()).toBe("");
    delete button.dataset.loading;
    button.disabled = false;

    await vi.waitFor(() => expect(focused()).toBe("stop-two"));
  });

  it("gives it to what is next where it stays off", async () => {
    rows();
    const button = document.getElementById("stop-two") as HTMLButtonElement;
    press("stop-two");
    button.blur();
    button.disabled = true;

    await vi.waitFor(() => expect(focused()).toBe("look-two"));
  });

  it("gives it to the form's next button where the form was sent from a field", async () => {
    document
      .getElementById("main")
      ?.insertAdjacentHTML("afterbegin", '<form id="f"><input id="field"></form>');
    focus("field");
    document.getElementById("f")?.dispatchEvent(new Event("submit", { bubbles: true }));
    remove("f");

    await vi.waitFor(() => expect(focused()).toBe("row"));
  });

  it("gives it on where what opened a dialog goes after it", async () => {
    rows();
    focus("stop-two");
    const one = dialog('<button id="do">Do</button>');
    one.remove();
    await vi.waitFor(() => expect(focused()).toBe("stop-two"));
    remove("stop-two");

    await vi.waitFor(() => expect(focused()).toBe("look-two"));
  });

  it("stays in its dialog", async () => {
    const one = dialog('<p id="p"><button id="stop">Stop</button></p>');
    one.tabIndex = -1;
    one.id = "dialog";
    press("stop");
    remove("p");

    await vi.waitFor(() => expect(focused()).toBe("dialog"));
  });

  it("leaves the focus with the page where it had left already", async () => {
    rows();
    press("stop-two");
    (document.activeElement as HTMLElement).blur();
    await later();
    remove("two");
    await later();

    expect(focused()).toBe("");
  });

  it("leaves alone what goes without being pressed, as a list that is scrolled", async () => {
    rows();
    focus("stop-two");
    remove("two");
    await later();

    expect(focused()).toBe("");
  });
});

it("gives it to the new page where the whole page before it went, not to what stands around it", async () => {
  document.body.innerHTML = '<div id="root"><div id="door"><button id="enter">Sign in</button></div></div>';
  focus("enter");
  document.getElementById("enter")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));

  const root = document.getElementById("root") as HTMLElement;
  root.innerHTML = '<a id="skip" href="#main">Skip</a><main id="main" tabindex="-1"></main>';

  await vi.waitFor(() => expect(focused()).toBe("main"));
});
