import { expect, it } from "vitest";
import { readablePhone } from "./phone";

it.each([
  ["+15550100100", "+1 555 010 0100"],
  ["+34612345678", "+34 612 345 678"],
  ["+4915112345678", "+49 151 123 456 78"],
  ["+351912345678", "+351 912 345 678"],
  ["+442079460958", "+44 207 946 0958"],
])("writes %s in groups that people can read", (number, readable) => {
  expect(readablePhone(number)).toBe(readable);
});

it.each(["", "ext. 12", "0555 1234", "+12"])("leaves %s as it is", (text) => {
  expect(readablePhone(text)).toBe(text);
});
