import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { automationSearch } from "@/features/automations/search";
import { BoardPage } from "@/features/board/BoardPage";
import { boardSearch } from "@/features/board/search";
import type { ManageSearch } from "@/features/manage/search";
import { workflowSearch } from "@/features/workflows/search";
import { text, writeSearch } from "@/lib/search";
import { withWords } from "@/lib/words";
import { ErrorPage, NotFound } from "./ErrorPage";
import { Shell } from "./Shell";

// `opp` is the open opportunity, on whatever page: the drawer lives in the shell. `part` is what of it is shown first.
const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ErrorPage,
  validateSearch: (raw: Record<string, unknown>): { opp?: string; part?: "shares" } => {
    const opp = text(raw.opp);
    return opp ? { opp, ...(raw.part === "shares" ? { part: "shares" } : {}) } : {};
  },
});
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });
/** What a list keeps in the address: what is searched for, its order, a tab. */
const listSearch = (raw: Record<string, unknown>): { q?: string; sort?: string; tab?: string } => {
  const found = { q: text(raw.q), sort: text(raw.sort), tab: text(raw.tab) };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
};
/** A page of set-up comes with its words. */
const setup = <T,>(module: Promise<T>): Promise<T> => withWords("setup", module);
const manage = <T,>(module: Promise<T>): Promise<T> => withWords("sharing", withWords("manage", module));
const page = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, component, validateSearch: listSearch });

const pages = [
  createRoute({ getParentRoute: () => shell, path: "/", component: BoardPage, validateSearch: boardSearch }),
  createRoute({
    getParentRoute: () => shell,
    path: "/opportunities",
    component: lazyRouteComponent(() => manage(import("@/features/manage/ManagePage")), "ManagePage"),
    // Read by the page itself, which comes with what it takes to do so.
    validateSearch: (raw: Record<string, unknown>) => raw as ManageSearch,
  }),
  page(
    "/contacts",
    lazyRouteComponent(() => import("@/features/contacts/ContactsPage"), "ContactsPage"),
  ),
  page(
    "/contacts/$id",
    lazyRouteComponent(() => import("@/features/contacts/ContactPage"), "ContactPage"),
  ),
  page(
    "/accounts",
    lazyRouteComponent(() => import("@/features/accounts/AccountsPage"), "AccountsPage"),
  ),
  page(
    "/accounts/$id",
    lazyRouteComponent(() => import("@/features/accounts/AccountPage"), "AccountPage"),
  ),
  page(
    "/tasks",
    lazyRouteComponent(() => import("@/features/tasks/TasksPage"), "TasksPage"),
  ),
  page(
    "/import",
    lazyRouteComponent(() => setup(import("@/features/imports/ImportsPage")), "ImportsPage"),
  ),
  page(
    "/import/$id",
    lazyRouteComponent(() => setup(import("@/features/imports/ImportPage")), "ImportPage"),
  ),
  page(
    "/setup/organization",
    lazyRouteComponent(() => setup(import("@/features/organizations/OrganizationPage")), "OrganizationPage"),
  ),
  page(
    "/setup/members",
    lazyRouteComponent(() => setup(import("@/features/organizations/MembersPage")), "MembersPage"),
  ),
  page(
    "/setup/teams",
    lazyRouteComponent(() => setup(import("@/features/organizations/TeamsPage")), "TeamsPage"),
  ),
  page(
    "/setup/workflows",
    lazyRouteComponent(() => setup(import("@/features/workflows/WorkflowsPage")), "WorkflowsPage"),
  ),
  createRoute({
    getParentRoute: () => shell,
    path: "/setup/workflows/$id",
    component: lazyRouteComponent(() => setup(import("@/features/workflows/WorkflowPage")), "WorkflowPage"),
    validateSearch: workflowSearch,
  }),
  page(
    "/automations",
    lazyRouteComponent(() => setup(import("@/features/automations/AutomationsPage")), "AutomationsPage"),
  ),
  createRoute({
    getParentRoute: () => shell,
    path: "/automations/$id",
    component: lazyRouteComponent(
      () => setup(import("@/features/automations/AutomationPage")),
      "AutomationPage",
    ),
    validateSearch: automationSearch,
  }),
  page(
    "/setup/channels",
    lazyRouteComponent(() => setup(import("@/features/organizations/ChannelsPage")), "ChannelsPage"),
  ),
  page(
    "/setup/keys",
    lazyRouteComponent(() => setup(import("@/features/organizations/KeysPage")), "KeysPage"),
  ),
] as const;

const doors = [
  createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    component: lazyRouteComponent(() => import("@/features/session/SignInPage"), "SignInPage"),
    validateSearch: (raw: Record<string, unknown>): { next?: string } => {
      // Only a path of our own: "//elsewhere" and "https:…" would lead out.
      const next = text(raw.next);
      return next && /^\/(?![/\\])/.test(next) ? { next } : {};
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/forgot",
    component: lazyRouteComponent(() => import("@/features/session/ForgotPage"), "ForgotPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/reset/$key",
    component: lazyRouteComponent(() => import("@/features/session/ResetPage"), "ResetPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/invitation/$token",
    component: lazyRouteComponent(() => import("@/features/session/InvitationPage"), "InvitationPage"),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren(pages), ...doors]),
  defaultPreload: "intent",
  stringifySearch: writeSearch,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ErrorPage,
});

/** Asks to sign in, and remembers where the person was. */
export function toSignIn(queries: QueryClient): void {
  const at = router.state.location;
  if (/^\/(sign-in|forgot|reset|invitation)/.test(at.pathname)) return;
  const next = at.href === "/" ? {} : { next: at.href };
  void router.navigate({ to: "/sign-in", search: next, replace: true }).then(() => queries.clear());
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
