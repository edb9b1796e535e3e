import type { QueryClient } from "@tanstack/react-query";
import type { ComponentType } from "react";
import { matchRoutes, Navigate, type Params, type RouteObject } from "react-router";
import { SignInLinkPage } from "./accounts/SignInLinkPage";
import { deferred } from "./components/deferred";
import { NotFound } from "./components/NotFound";
import { Skeleton } from "./components/Skeleton";
import { jobQuery } from "./jobs/jobs";
import { Layout } from "./Layout";

/** What begins to load before the first rendering: the code of a page, and that without which it shows nothing. */
interface Start {
  load: () => Promise<unknown>;
  fetchData?: (client: QueryClient, parameters: Params) => Promise<unknown>;
}

/** A page that is loaded with its first visit. These routes have no loaders, which would add a third to what every visit loads. */
function page(path: string, load: () => Promise<ComponentType>, fetchData?: Start["fetchData"]): RouteObject {
  const Page = deferred(load, <Skeleton lines={6} height={36} />);
  const handle: Start = { load: Page.load, ...(fetchData && { fetchData }) };
  return { path, element: <Page />, handle };
}

/** Begins to load the page of an address. The page shows what fails. */
export function loadPage(address: string, client: QueryClient): void {
  const match = matchRoutes(routes, address)?.at(-1);
  const start = match?.route.handle as Start | undefined;
  void start?.load();
  start?.fetchData?.(client, match?.params ?? {}).catch(() => undefined);
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
      page("/jobs/:id", async () => (await import("./jobs/detail/JobPage")).JobPage, (client, { id = "" }) => client.query(jobQuery(id))),
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
