import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, clientId, csrfToken, newIdempotencyKey } from "@/lib/client";
import type { Schemas } from "@/lib/types";

export type Discovery = Schemas["DiscoveryOut"];
export type Succession = Discovery["successions"][number];
export type Replay = Schemas["ReplayOut"];

/** How a log is to be read; what is empty is found by itself, or left as it is. */
export type LogOptions = {
  case: string;
  activity: string;
  time: string;
  /** A state of the life cycle: other events are left out. */
  lifecycle: string;
  /** Where that state stands. */
  lifecycle_column: string;
  /** Patterns as of file names (`A_*`), parted by commas. */
  activities: string;
};
export const NO_OPTIONS: LogOptions = {
  case: "",
  activity: "",
  time: "",
  lifecycle: "",
  lifecycle_column: "",
  activities: "",
};

/** Of a file on its way, from 0 to 1; 1 while the server reads it. */
export type Progress = number | null;

const formOf = (file: File, options: LogOptions, more: Record<string, number>): FormData => {
  const form = new FormData();
  form.set("file", file);
  for (const [name, value] of [...Object.entries(options), ...Object.entries(more)])
    if (value !== "") form.set(name, String(value));
  return form;
};

/** A file sent with its progress, which fetch does not tell. Refusals are the client's, as everywhere. */
export async function upload<T>(
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<T> {
  const token = await csrfToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "text";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Client", clientId);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Idempotency-Key", newIdempotencyKey());
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onerror = () =>
      reject(new ApiError(0, { code: "offline", detail: "The server could not be reached." }));
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(new ApiError(request.status, problemOf(body, request.statusText)));
    };
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
const problemOf = (body: unknown, status: string) =>
  typeof body === "object" && body !== null ? { ...body } : { detail: status };

function useUpload<T, V>(send: (value: V, onProgress: (share: number) => void) => Promise<T>) {
  const [progress, setProgress] = useState<Progress>(null);
  const mutation = useMutation<T, ApiError, V>({
    mutationFn: (value) => {
      setProgress(0);
      return send(value, setProgress);
    },
    onSettled: () => setProgress(null),
  });
  return { ...mutation, progress };
}

type Asked = { file: File; options: LogOptions; min: number };

export const discover = ({ file, options, min }: Asked, onProgress: (share: number) => void = () => {}) =>
  upload<Discovery>("/api/v1/workflows/logs/discover", formOf(file, options, { min }), onProgress);

/** What a log holds, and the draft that it makes; nothing is kept. */
export const useDiscover = () => useUpload<Discovery, Asked>(discover);

/** A log played again on a version, or on the draft as it is saved. */
export const useReplay = (workflow: string) =>
  useUpload<Replay, { file: File; options: LogOptions; version: number | null }>(
    ({ file, options, version }, onProgress) =>
      upload(
        `/api/v1/workflows/${workflow}/replay`,
        formOf(file, options, version === null ? {} : { version }),
        onProgress,
      ),
  );
