import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { WholeInput } from "./WholeInput";

afterEach(cleanup);

const onWhole = vi.fn();
function Days() {
  const [days, setDays] = useState<number | null>(2);
  const keep = (value: number | null) => {
    onWhole(value);
    setDays(value);
  };
  return (
    <MantineProvider env="test">
      <WholeInput label="Days" max={365} value={days} onWhole={keep} />
    </MantineProvider>
  );
}

it.each(["1.5", "-1", "0", "366", "0.0"])(
  "keeps %s as it was typed and says that it is none",
  async (typed) => {
    render(<Days />);
    const field = screen.getByLabelText<HTMLInputElement>("Days");

    await userEvent.clear(field);
    await userEvent.type(field, typed);
    await userEvent.tab();

    expect(field.value).toBe(typed);
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(onWhole).toHaveBeenLastCalledWith(null);
  },
);

it("takes a whole number, and the empty field as none without a word", async () => {
  render(<Days />);
  const field = screen.getByLabelText<HTMLInputElement>("Days");

  await userEvent.clear(field);

  expect(field.getAttribute("aria-invalid")).not.toBe("true");
  await userEvent.type(field, "14");
  expect(onWhole).toHaveBeenLastCalledWith(14);
  expect(field.value).toBe("14");
});

it("goes up and down by the arrows", async () => {
  render(<Days />);
  const field = screen.getByLabelText<HTMLInputElement>("Days");

  await userEvent.type(field, "{ArrowUp}");

  expect(onWhole).toHaveBeenLastCalledWith(3);
});
