import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import type { Attribute } from "@/lib/types";
import { AttributeInput, isFilled } from "./AttributeInput";

// jsdom has no fonts, which a growing text area waits for.
Object.defineProperty(document, "fonts", { value: new EventTarget() });
afterEach(cleanup);

function show(attribute: Partial<Attribute>, value: unknown = null) {
  const onChange = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { enabled: false } } })}>
      <MantineProvider env="test">
        <AttributeInput
          attribute={{ key: "k", label: "Need", type: "text", options: [], section: "", ...attribute }}
          value={value}
          onChange={onChange}
          currency="EUR"
          people={[{ id: "u1", name: "Ada Roy" }]}
        />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return onChange;
}

it("gives text as typed, and nothing when it is emptied", async () => {
  const onChange = show({ type: "text" }, "a");

  await userEvent.clear(screen.getByLabelText("Need"));

  expect(onChange).toHaveBeenLastCalledWith(null);
});

it("gives a number as a number and money as exact text", async () => {
  const number = show({ type: "number", label: "Seats" });
  const money = show({ type: "money", label: "Budget" });

  await userEvent.type(screen.getByLabelText("Seats"), "7");
  await userEvent.type(screen.getByLabelText("Budget"), "5");

  expect(number).toHaveBeenLastCalledWith(7);
  expect(money).toHaveBeenLastCalledWith("5");
});

it("takes zero and no for values, white space for nothing", () => {
  expect([0, false, "x", ["a"]].map(isFilled)).toEqual([true, true, true, true]);
  expect([null, undefined, "", " \t", "\u200b\u00a0", [], [" "]].map(isFilled)).toEqual(Array(7).fill(false));
});

/** Keeps what is typed, as a form does. */
function Kept({
  attribute,
  start,
  heard,
}: {
  attribute: Attribute;
  start: unknown;
  heard: (v: unknown) => void;
}) {
  const [value, setValue] = useState(start);
  return (
    <AttributeInput
      attribute={attribute}
      value={value}
      onChange={(v) => {
        setValue(v);
        heard(v);
      }}
      error={value === null ? "Please fill this in." : undefined}
      currency="EUR"
      people={[{ id: "u1", name: "Ada Roy" }]}
    />
  );
}
function keep(attribute: Partial<Attribute>, start: unknown = null) {
  const heard = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { enabled: false } } })}>
      <MantineProvider env="test">
        <Kept
          attribute={{ key: "k", label: "Need", type: "text", options: [], section: "", ...attribute }}
          start={start}
          heard={heard}
        />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return heard;
}

it.each([
  ["text", "a b", "a b"],
  ["long_text", "two words", "two words"],
  ["number", "0", 0],
  ["number", "0.05", 0.05],
  ["number", "-12.50", -12.5],
  ["number", "1,5", 1.5],
  ["number", "1234567890123456", "1234567890123456"],
  ["money", "0", "0"],
  ["money", "1200.05", "1200.05"],
  ["email", "rosa@example.org", "rosa@example.org"],
  ["phone", "+1 555 010 0100", "+1 555 010 0100"],
  ["link", "example.org/a?b", "example.org/a?b"],
])("takes what is typed into %s: %s", async (type, typed, value) => {
  const heard = keep({ type });

  await userEvent.type(screen.getByRole("textbox", { name: "Need" }), typed);

  expect(heard).toHaveBeenLastCalledWith(value);
  expect(screen.queryByText("Please fill this in.")).toBeNull();
});

it.each([
  ["text", "a"],
  ["long_text", "a"],
  ["number", 12.5],
  ["money", "12.50"],
  ["email", "a@b.example"],
  ["phone", "+15550100"],
  ["link", "https://a.example"],
])("empties %s by keyboard, and says what is wrong", async (type, start) => {
  const heard = keep({ type }, start);

  await userEvent.clear(screen.getByRole("textbox", { name: "Need" }));

  expect(heard).toHaveBeenLastCalledWith(null);
  expect(screen.getByText("Please fill this in.")).not.toBeNull();
});

it.each([
  ["choice", ["Sail", "Motor"], "Motor", "Motor"],
  ["boolean", [], /no$/i, false],
  ["boolean", [], /yes$/i, true],
  ["user", [], "Ada Roy", "u1"],
])("chooses in %s from the list", async (type, options, pick, value) => {
  const heard = keep({ type, options });

  await userEvent.click(screen.getByRole("combobox", { name: "Need" }));
  await userEvent.click(screen.getByRole("option", { name: pick, hidden: true }));

  expect(heard).toHaveBeenLastCalledWith(value);
});

it.each([
  ["choice", ["Sail"], "Sail"],
  ["boolean", [], false],
  ["user", [], "u1"],
  ["choices", ["A", "B", "C", "D", "E", "F", "G"], ["A", "G"]],
  ["date", [], "2026-11-22"],
  ["datetime", [], "2026-11-22T08:00:00Z"],
])("clears %s", async (type, options, start) => {
  const heard = keep({ type, options }, start);

  const clear = document.querySelector('button[aria-label="common.clear"]');
  if (clear) await userEvent.click(clear);

  expect(heard).toHaveBeenLastCalledWith(null);
});

it("ticks several choices, and gives nothing when the last is taken off", async () => {
  const heard = keep({ type: "choices", options: ["Trailer", "Cover"] });

  await userEvent.click(screen.getByRole("checkbox", { name: "Cover" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Trailer" }));
  expect(heard).toHaveBeenLastCalledWith(["Cover", "Trailer"]);
  await userEvent.click(screen.getByRole("checkbox", { name: "Cover" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Trailer" }));

  expect(heard).toHaveBeenLastCalledWith(null);
});

it("types a date", async () => {
  const heard = keep({ type: "date" });

  await userEvent.type(screen.getByLabelText("Need"), "2026-11-22");
  await userEvent.tab();

  expect(heard).toHaveBeenLastCalledWith("2026-11-22");
});

it.each([
  ["choice", "Rowing"],
  ["choices", ["Rowing"]],
])("still shows what the layout no longer offers: %s", async (type, start) => {
  keep({ type, options: ["Sail"] }, start);

  if (type === "choice")
    expect(screen.getByRole("combobox", { name: "Need" })).toHaveProperty("value", "Rowing");
  else expect(screen.getByRole("checkbox", { name: "Rowing" })).toHaveProperty("checked", true);
});
