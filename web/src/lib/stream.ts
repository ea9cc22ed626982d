import { useSyncExternalStore } from "react";
import { eventParser, type ServerEvent } from "./events";
import type { Hint } from "./hints";

export type StreamState = "connecting" | "live" | "reconnecting";
type Shared =
  | { kind: "hint"; hint: Hint; id: string }
  | { kind: "reset" }
  | { kind: "hello"; now: string; fresh: boolean }
  | { kind: "state"; state: StreamState; id: string }
  | { kind: "ask" };

export type Listener = {
  hint: (hint: Hint) => void;
  /** Hints were lost: everything on the page may be stale. */
  reset: () => void;
  /** Connected; `fresh` when it starts from now, and not from where an earlier connection stopped. */
  hello: (now: string, fresh: boolean) => void;
  /** The server no longer knows us. */
  signedOut: () => void;
};

let state: StreamState = "connecting";
const watchers = new Set<() => void>();

function setState(next: StreamState): void {
  if (next === state) return;
  state = next;
  for (const watcher of watchers) watcher();
}

export const useStreamState = (): StreamState =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );

/** Waits; cut short by the end of the stream, or by the network coming back. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    window.addEventListener("online", done, { once: true });
  });

/**
 * The live stream, opened once for all tabs of this browser: the tab that holds the lock reads it and tells the others.
 * It is read with fetch and not with EventSource, so that the next leader can name the event at which the last one
 * stopped (Last-Event-ID) and nothing is missed. `scope` (the member) keeps two sign-ins apart.
 */
export function openStream(url: string, scope: string, listener: Listener): () => void {
  const stop = new AbortController();
  const tabs =
    typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`handsel.stream.${scope}`);
  let last = "";
  let leading = false;

  const hear = (said: Shared): void => {
    if (said.kind === "hint") {
      last = said.id || last;
      listener.hint(said.hint);
    } else if (said.kind === "reset") listener.reset();
    else if (said.kind === "hello") listener.hello(said.now, said.fresh);
    else if (said.kind === "state") {
      last = said.id || last;
      setState(said.state);
    } else if (leading) tabs?.postMessage({ kind: "state", state, id: last } satisfies Shared);
  };
  const tell = (said: Shared): void => {
    hear(said);
    tabs?.postMessage(said);
  };
  if (tabs) {
    tabs.onmessage = (e: MessageEvent<Shared>) => hear(e.data);
    tabs.postMessage({ kind: "ask" } satisfies Shared);
  }

  const onEvent = (event: ServerEvent, resumed: boolean): void => {
    if (event.id) last = event.id;
    if (event.type === "hello") {
      tell({ kind: "state", state: "live", id: last });
      tell({ kind: "hello", now: (JSON.parse(event.data) as { now: string }).now, fresh: !resumed });
    } else if (event.type === "reset") tell({ kind: "reset" });
    else if (event.type === "hint")
      tell({ kind: "hint", hint: JSON.parse(event.data) as Hint, id: event.id });
  };

  const read = async (): Promise<"again" | "signed out"> => {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    const resumed = last !== "";
    if (resumed) headers["Last-Event-ID"] = last;
    const answer = await fetch(url, {
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
    });
    if (answer.status === 401) return "signed out";
    if (!answer.ok || !answer.body) throw new Error(`stream ${answer.status}`);
    const parse = eventParser((event) => onEvent(event, resumed));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "again";
      parse(value);
    }
  };

  const lead = async (): Promise<void> => {
    leading = true;
    let failures = 0;
    while (!stop.signal.aborted) {
      const began = performance.now();
      try {
        if ((await read()) === "signed out") {
          listener.signedOut();
          return;
        }
      } catch {
        if (stop.signal.aborted) return;
      }
      failures = performance.now() - began > 10_000 ? 0 : failures + 1;
      tell({ kind: "state", state: "reconnecting", id: last });
      await pause(Math.min(15_000, 250 * 2 ** failures) * (0.6 + Math.random() * 0.4), stop.signal);
    }
  };

  if (navigator.locks)
    void navigator.locks
      .request(`handsel.stream.${scope}`, { signal: stop.signal }, lead)
      .catch(() => undefined);
  else void lead();
  return () => {
    stop.abort();
    tabs?.close();
  };
}
