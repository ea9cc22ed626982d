import { useCallback, useRef, useState } from "react";
import { newIdempotencyKey } from "@/lib/client";
import { piecesOf } from "@/lib/pieces";
import { type Element, inPieces, PIECE } from "./pieces";

export type Run = {
  phase: "asked" | "running" | "done";
  results: readonly Element[];
  error: unknown;
  halted: boolean;
  start: () => Promise<void>;
  halt: () => void;
};

/**
 * Does something to each of `ids`, in pieces; what was done stays done, also when it is halted or the line is cut. Started
 * again it goes on where it stopped, and a piece that was sent before is not done twice.
 */
export function useRun(
  ids: readonly string[],
  send: (ids: readonly string[], key: string) => Promise<Element[]>,
  onDone: (results: readonly Element[]) => void,
): Run {
  const [phase, setPhase] = useState<Run["phase"]>("asked");
  const [so_far, setSoFar] = useState<Element[][]>([]);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef(false);
  const meant = useRef<{ pieces: string[][]; keys: string[] } | null>(null);
  const start = useCallback(async () => {
    meant.current ??= { pieces: piecesOf(ids, PIECE), keys: piecesOf(ids, PIECE).map(newIdempotencyKey) };
    const { pieces, keys } = meant.current;
    stop.current = false;
    setError(null);
    setPhase("running");
    let known = so_far;
    try {
      known = await inPieces(pieces, (piece, place) => send(piece, keys[place] ?? ""), {
        from: so_far,
        stopped: () => stop.current,
        done: (now) => {
          known = now;
          setSoFar(now);
        },
      });
      setPhase("done");
    } catch (failed) {
      setError(failed);
      // What was refused as a whole may be asked for differently; what has begun goes on as it was meant.
      if (known.length === 0) meant.current = null;
      setPhase(known.length === 0 ? "asked" : "done");
    }
    onDone(known.flat());
  }, [ids, send, so_far, onDone]);
  const halt = useCallback(() => {
    stop.current = true;
  }, []);
  const results = so_far.flat();
  return { phase, results, error, halted: phase === "done" && results.length < ids.length, start, halt };
}
