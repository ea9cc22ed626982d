export type ServerEvent = { id: string; type: string; data: string };

/**
 * Cuts a text/event-stream into events (WHATWG HTML 9.2.6), whatever pieces it arrives in. An event's `id` is the last
 * one that the stream named.
 */
export function eventParser(found: (event: ServerEvent) => void): (piece: string) => void {
  let rest = "";
  let id = "";
  let type = "";
  let data: string[] = [];

  const line = (text: string): void => {
    if (text === "") {
      if (data.length > 0) found({ id, type: type || "message", data: data.join("\n") });
      type = "";
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (name === "id" && !value.includes("\0")) id = value;
    else if (name === "event") type = value;
    else if (name === "data") data.push(value);
  };

  return (piece) => {
    // A lone CR at the end may be half of a CRLF: it waits for the next piece.
    const text = rest + piece;
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + text.slice(end);
    for (const each of lines) line(each);
  };
}
