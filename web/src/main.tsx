import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/dates/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./app/tokens.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "./app/i18n";
import { router, toSignIn } from "./app/router";
import { theme } from "./app/theme";
import { makeQueryClient } from "./lib/query";
import { Announcer } from "./ui/announce";
import { giveFocusBack } from "./ui/focus-back";

const root = document.getElementById("root");
if (!root) throw new Error("no #root");
// Menus, hints and dialogs are drawn into this one place, a landmark, so that nothing stands outside of the page's parts.
const overlays = document.createElement("div");
overlays.dataset.mantineSharedPortalNode = "true";
overlays.dataset.portal = "true";
overlays.role = "region";
overlays.ariaLabel = "Handsel";
document.body.append(overlays);
giveFocusBack(document.body);

const queryClient = makeQueryClient(() => toSignIn(queryClient));
await startI18n();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-center" limit={3} />
        <Announcer />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
