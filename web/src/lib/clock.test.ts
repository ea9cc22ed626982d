import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { atInstant, onClockJump, serverNow, setServerNow } from "./clock";

const START = "2026-11-22T10:00:00Z";
const in_ = (ms: number): number => Date.parse(START) + ms;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  vi.setSystemTime(START);
  setServerNow(START);
});
afterEach(() => vi.useRealTimers());

it("calls at the instant of the server's clock, whatever ours says", () => {
  const call = vi.fn();
  setServerNow("2026-11-22T10:00:30Z");
  atInstant(in_(31_000), call);

  vi.advanceTimersByTime(999);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(call).toHaveBeenCalledOnce();
});

it("calls as soon as the machine wakes, where it slept over the instant", () => {
  const call = vi.fn();
  atInstant(in_(60 * 60_000), call);

  vi.setSystemTime(in_(2 * 60 * 60_000));
  expect(call).not.toHaveBeenCalled();
  window.dispatchEvent(new Event("focus"));

  expect(call).toHaveBeenCalledOnce();
});

it("reaches instants that are further away than a timer counts", () => {
  const call = vi.fn();
  const stop = atInstant(in_(90 * 24 * 3_600_000), call);

  vi.advanceTimersByTime(40_000);

  expect(call).not.toHaveBeenCalled();
  stop();
});

it("tells that the clock jumped, so that the server's is asked for anew", () => {
  const jumped = vi.fn();
  const stop = onClockJump(jumped);

  window.dispatchEvent(new Event("focus"));
  vi.setSystemTime(in_(600_000));
  window.dispatchEvent(new Event("focus"));

  expect(jumped).toHaveBeenCalled();
  expect(serverNow()).toBe(in_(600_000));
  stop();
});
