import type { RouteObject } from "react-router";
import { Navigate } from "react-router";
import { SignInLinkPage } from "./accounts/SignInLinkPage";
import { NotFound } from "./components/NotFound";
import { Skeleton } from "./components/Skeleton";
import { JobPage } from "./jobs/detail/JobPage";
import { JobsPage } from "./jobs/list/JobsPage";
import { NewJobPage } from "./jobs/submit/NewJobPage";
import { Layout } from "./Layout";
import { WorkersPage } from "./workers/WorkersPage";

/** All pages of the dashboard. */
export const routes: RouteObject[] = [
  { path: "/sign-in", element: <SignInLinkPage /> },
  {
    element: <Layout />,
    hydrateFallbackElement: <main className="page"><Skeleton lines={6} height={36} /></main>,
    children: [
      { path: "/", element: <Navigate to="/jobs" replace /> },
      { path: "/jobs", element: <JobsPage /> },
      { path: "/jobs/new", element: <NewJobPage /> },
      { path: "/jobs/deleted", lazy: async () => ({ Component: (await import("./jobs/deletion/DeletedJobsPage")).DeletedJobsPage }) },
      { path: "/jobs/:id", element: <JobPage /> },
      { path: "/datasets", lazy: async () => ({ Component: (await import("./datasets/list/DatasetsPage")).DatasetsPage }) },
      { path: "/datasets/new", lazy: async () => ({ Component: (await import("./datasets/import/ImportPage")).ImportPage }) },
      { path: "/datasets/:reference", lazy: async () => ({ Component: (await import("./datasets/detail/DatasetPage")).DatasetPage }) },
      { path: "/workers", element: <WorkersPage /> },
      { path: "/project", lazy: async () => ({ Component: (await import("./projects/ProjectPage")).ProjectPage }) },
      { path: "/members", lazy: async () => ({ Component: (await import("./projects/members/MembersPage")).MembersPage }) },
      { path: "/api-keys", lazy: async () => ({ Component: (await import("./accounts/keys/ApiKeysPage")).ApiKeysPage }) },
      { path: "/allow-command", lazy: async () => ({ Component: (await import("./accounts/keys/AllowCommandPage")).AllowCommandPage }) },
      { path: "/accounts", lazy: async () => ({ Component: (await import("./accounts/people/AccountsPage")).AccountsPage }) },
      { path: "/operations", lazy: async () => ({ Component: (await import("./operations/OperationsPage")).OperationsPage }) },
      { path: "*", element: <NotFound /> },
    ],
  },
];
