import type { ComponentType } from "react";
import { matchRoutes, Navigate, type RouteObject } from "react-router";
import { SignInLinkPage } from "./accounts/SignInLinkPage";
import { deferred } from "./components/deferred";
import { NotFound } from "./components/NotFound";
import { Skeleton } from "./components/Skeleton";
import { Layout } from "./Layout";

/** A page that is loaded with its first visit. These routes have no loaders, which would add a third to what every visit loads. */
function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  const Page = deferred(load, <Skeleton lines={6} height={36} />);
  return { path, element: <Page />, handle: Page };
}

/** Begins to load the page of an address. */
export function loadPage(address: string): void {
  const route = matchRoutes(routes, address)?.at(-1)?.route;
  void (route?.handle as { load: () => Promise<unknown> } | undefined)?.load();
}

/** All pages of the dashboard. */
export const routes: RouteObject[] = [
  { path: "/sign-in", element: <SignInLinkPage /> },
  {
    element: <Layout />,
    children: [
      { path: "/", element: <Navigate to="/jobs" replace /> },
      page("/jobs", async () => (await import("./jobs/list/JobsPage")).JobsPage),
      page("/jobs/new", async () => (await import("./jobs/submit/NewJobPage")).NewJobPage),
      page("/jobs/deleted", async () => (await import("./jobs/deletion/DeletedJobsPage")).DeletedJobsPage),
      page("/jobs/:id", async () => (await import("./jobs/detail/JobPage")).JobPage),
      page("/comparisons", async () => (await import("./comparisons/ComparisonsPage")).ComparisonsPage),
      page("/comparisons/new", async () => (await import("./comparisons/NewComparisonPage")).NewComparisonPage),
      page("/comparisons/:id", async () => (await import("./comparisons/ComparisonPage")).ComparisonPage),
      page("/compare", async () => (await import("./compare/ComparePage")).ComparePage),
      page("/explore", async () => (await import("./explore/ExplorePage")).ExplorePage),
      page("/datasets", async () => (await import("./datasets/list/DatasetsPage")).DatasetsPage),
      page("/datasets/new", async () => (await import("./datasets/import/ImportPage")).ImportPage),
      page("/datasets/:reference", async () => (await import("./datasets/detail/DatasetPage")).DatasetPage),
      page("/workers", async () => (await import("./workers/WorkersPage")).WorkersPage),
      page("/project", async () => (await import("./projects/ProjectPage")).ProjectPage),
      page("/members", async () => (await import("./projects/members/MembersPage")).MembersPage),
      page("/api-keys", async () => (await import("./accounts/keys/ApiKeysPage")).ApiKeysPage),
      page("/allow-command", async () => (await import("./accounts/keys/AllowCommandPage")).AllowCommandPage),
      page("/accounts", async () => (await import("./accounts/people/AccountsPage")).AccountsPage),
      page("/webhooks", async () => (await import("./webhooks/WebhooksPage")).WebhooksPage),
      page("/operations", async () => (await import("./operations/OperationsPage")).OperationsPage),
      { path: "*", element: <NotFound /> },
    ],
  },
];
