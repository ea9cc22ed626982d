import { expect, it } from "vitest";
import { eventParser, type ServerEvent } from "./events";

const STREAM =
  ': hello\r\n\r\nid: 7\nevent: hint\ndata: {"a":\ndata: 1}\n\ndata: bare\r\revent: reset\ndata:\n\nevent: none\n\n';
const EVENTS: ServerEvent[] = [
  { id: "7", type: "hint", data: '{"a":\n1}' },
  { id: "7", type: "message", data: "bare" },
  { id: "7", type: "reset", data: "" },
];

it("reads a stream whole", () => {
  const found: ServerEvent[] = [];

  eventParser((e) => found.push(e))(STREAM);

  expect(found).toEqual(EVENTS);
});

it("reads a stream in pieces of any size", () => {
  for (let size = 1; size < 12; size += 1) {
    const found: ServerEvent[] = [];
    const parse = eventParser((e) => found.push(e));

    for (let i = 0; i < STREAM.length; i += size) parse(STREAM.slice(i, i + size));

    expect(found).toEqual(EVENTS);
  }
});
