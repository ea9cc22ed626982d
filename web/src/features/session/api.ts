import i18n from "i18next";
import { ApiError, csrfToken } from "@/lib/client";

type Answer = {
  status: number;
  data?: { user?: { email: string } };
  errors?: { message: string; code: string; param?: string }[];
};

/** A call to the sign-in service (allauth's browser client): it answers 401 also where that is no failure. */
async function call(method: string, path: string, body?: object, fine: number[] = [200]): Promise<Answer> {
  let answer: Response;
  try {
    answer = await fetch(`/_allauth/browser/v1/${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": i18n.language,
        "X-CSRFToken": await csrfToken(),
      },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, { code: "offline", detail: "The server could not be reached." });
  }
  const data = (await answer.json().catch(() => ({}))) as Answer;
  if (fine.includes(answer.status)) return data;
  const errors = data.errors ?? [];
  throw new ApiError(answer.status, {
    code: errors[0]?.code ?? (answer.status === 429 ? "too_many_login_attempts" : `http_${answer.status}`),
    detail: errors.map((e) => e.message).join(" ") || answer.statusText,
    fields: errors.flatMap((e) => (e.param ? [{ name: e.param, message: e.message }] : [])),
  });
}

export const signIn = (email: string, password: string) => call("POST", "auth/login", { email, password });
/** 401 is how the service says that nobody is signed in any more. */
export const signOut = () => call("DELETE", "auth/session", undefined, [200, 401]);
export const askReset = (email: string) => call("POST", "auth/password/request", { email });
/** 401 here means: changed, now sign in. */
export const resetPassword = (key: string, password: string) =>
  call("POST", "auth/password/reset", { key, password }, [200, 401]);
