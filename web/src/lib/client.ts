import i18n from "i18next";
import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./schema";
import type { Attribute, FieldProblem, Opportunity } from "./types";

/** Names this tab, so that the live stream can skip what this tab changed itself. */
export const clientId = crypto.randomUUID?.() ?? Math.random().toString(36).slice(2);

/** One key per thing a person meant to do once; pass it along when the same thing may be sent twice. */
export const newIdempotencyKey = (): string => crypto.randomUUID?.() ?? `${clientId}-${performance.now()}`;

type Problem = {
  code?: string;
  detail?: string;
  title?: string;
  fields?: FieldProblem[];
  current?: Opportunity;
  choices?: { id: string; name: string; step?: { id: string; name: string } | string }[];
  missing?: Attribute[];
  reason_options?: string[];
  request_id?: string;
  [extra: string]: unknown;
};

/** A refusal or a failure, as RFC 9457 tells it. `code` is stable; `message` is a sentence for people. */
export class ApiError extends Error {
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly current: Opportunity | undefined;
  readonly choices: NonNullable<Problem["choices"]>;
  readonly missing: Attribute[];
  readonly reasonOptions: string[];
  readonly requestId: string | undefined;

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.code = problem.code ?? (status === 0 ? "offline" : `http_${status}`);
    this.fields = problem.fields ?? [];
    this.current = problem.current;
    this.choices = problem.choices ?? [];
    this.missing = problem.missing ?? [];
    this.reasonOptions = problem.reason_options ?? [];
    this.requestId = problem.request_id;
  }

  field(name: string): string | undefined {
    return this.fields.find((f) => f.name === name)?.message;
  }
}

export const isApiError = (e: unknown, code?: string): e is ApiError =>
  e instanceof ApiError && (code === undefined || e.code === code);

const cookie = (name: string): string | undefined =>
  document.cookie
    .split("; ")
    .find((c) => c.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** The token for unsafe requests; its cookie comes with the sign-in service's configuration. */
export async function csrfToken(): Promise<string> {
  if (!cookie("csrftoken")) await fetch("/_allauth/browser/v1/config", { credentials: "same-origin" });
  return cookie("csrftoken") ?? "";
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

const headers: Middleware = {
  async onRequest({ request }) {
    request.headers.set("X-Client", clientId);
    // Refusals come in the language that was chosen here, not in the browser's.
    if (i18n.language) request.headers.set("Accept-Language", i18n.language);
    if (SAFE.has(request.method)) return request;
    request.headers.set("X-CSRFToken", await csrfToken());
    if (request.method === "POST" && !request.headers.has("Idempotency-Key"))
      request.headers.set("Idempotency-Key", newIdempotencyKey());
    return request;
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    return new ApiError(0, { code: "offline", detail: "The server could not be reached." });
  },
};

// fetch is looked up at each call, so that a test may replace it.
export const api = createClient<paths>({ baseUrl: "", fetch: (request) => globalThis.fetch(request) });
api.use(headers);

/** The data of an answer, or its problem thrown as an ApiError. */
export function unwrap<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.response.ok) return answer.data as T;
  const body = answer.error;
  throw new ApiError(
    answer.response.status,
    typeof body === "object" && body !== null ? (body as Problem) : { detail: answer.response.statusText },
  );
}
