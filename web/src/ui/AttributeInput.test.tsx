import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Attribute } from "@/lib/types";
import { AttributeInput, isFilled } from "./AttributeInput";

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
          people={[]}
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
