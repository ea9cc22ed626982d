import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import i18n from "i18next";
import { isApiError } from "./client";

/** One cache for the page. A 401, whoever met it, is told to `signedOut` and to nobody else. */
export function makeQueryClient(signedOut: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (isApiError(error) && error.status === 401) signedOut();
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Hints say what is stale, not the clock.
        staleTime: 60_000,
        retry: (times, error) =>
          times < 2 && isApiError(error) && (error.status === 0 || error.status >= 502),
        refetchOnWindowFocus: false,
      },
    },
  });
  // What the server says of findings, reasons and refusals, it says in one language.
  i18n.on("languageChanged", () => void client.invalidateQueries());
  return client;
}
