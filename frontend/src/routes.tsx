import type { RouteObject } from "react-router";
import { Navigate } from "react-router";
import { SignInLinkPage } from "./accounts/SignInLinkPage";
import { NotFound } from "./components/NotFound";
import { Skeleton } from "./components/Skeleton";
import { JobsPage } from "./jobs/list/JobsPage";
import { Layout } from "./Layout";

/** All pages of the dashboard. */
export const routes: RouteObject[] = [
  { path: "/sign-in", element: <SignInLinkPage /> },
  {
    element: <Layout />,
    hydrateFallbackElement: <main className="page"><Skeleton lines={6} height={36} /></main>,
    children: [
      { path: "/", element: <Navigate to="/jobs" replace /> },
      { path: "/jobs", element: <JobsPage /> },
      { path: "/jobs/new", lazy: async () => ({ Component: (await import("./jobs/submit/NewJobPage")).NewJobPage }) },
      { path: "/jobs/deleted", lazy: async () => ({ Component: (await import("./jobs/deletion/DeletedJobsPage")).DeletedJobsPage }) },
      { path: "/jobs/:id", lazy: async () => ({ Component: (await import("./jobs/detail/JobPage")).JobPage }) },
      { path: "/comparisons", lazy: async () => ({ Component: (await import("./comparisons/ComparisonsPage")).ComparisonsPage }) },
      { path: "/comparisons/new", lazy: async () => ({ Component: (await import("./comparisons/NewComparisonPage")).NewComparisonPage }) },
      { path: "/comparisons/:id", lazy: async () => ({ Component: (await import("./comparisons/ComparisonPage")).ComparisonPage }) },
      { path: "/compare", lazy: async () => ({ Component: (await import("./compare/ComparePage")).ComparePage }) },
      { path: "/explore", lazy: async () => ({ Component: (await import("./explore/ExplorePage")).ExplorePage }) },
      { path: "/datasets", lazy: async () => ({ Component: (await import("./datasets/list/DatasetsPage")).DatasetsPage }) },
      { path: "/datasets/new", lazy: async () => ({ Component: (await import("./datasets/import/ImportPage")).ImportPage }) },
      { path: "/datasets/:reference", lazy: async () => ({ Component: (await import("./datasets/detail/DatasetPage")).DatasetPage }) },
      { path: "/workers", lazy: async () => ({ Component: (await import("./workers/WorkersPage")).WorkersPage }) },
      { path: "/project", lazy: async () => ({ Component: (await import("./projects/ProjectPage")).ProjectPage }) },
      { path: "/members", lazy: async () => ({ Component: (await import("./projects/members/MembersPage")).MembersPage }) },
      { path: "/api-keys", lazy: async () => ({ Component: (await import("./accounts/keys/ApiKeysPage")).ApiKeysPage }) },
      { path: "/allow-command", lazy: async () => ({ Component: (await import("./accounts/keys/AllowCommandPage")).AllowCommandPage }) },
      { path: "/accounts", lazy: async () => ({ Component: (await import("./accounts/people/AccountsPage")).AccountsPage }) },
      { path: "/webhooks", lazy: async () => ({ Component: (await import("./webhooks/WebhooksPage")).WebhooksPage }) },
      { path: "/operations", lazy: async () => ({ Component: (await import("./operations/OperationsPage")).OperationsPage }) },
      { path: "*", element: <NotFound /> },
    ],
  },
];
