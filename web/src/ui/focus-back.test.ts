import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { giveFocusBack } from "./focus-back";

let overlays: HTMLElement;
let end: () => void;

beforeEach(() => {
  document.body.innerHTML =
    '<main id="main" tabindex="-1"><button id="row">Row</button><button id="other">Other</button></main><div id="over"></div>';
  overlays = document.getElementById("over") as HTMLElement;
  end = giveFocusBack(overlays);
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

  await vi.waitFor(() => expect(focused()).toBe("main"));
});

it("gives it to the page when nothing else is left", async () => {
  focus("row");
  const one = dialog("<button>Do</button>");
  document.getElementById("row")?.remove();

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
