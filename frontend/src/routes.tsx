import { lazy } from "react";
import type { RouteObject } from "react-router";
import { Navigate } from "react-router";
import { SignInLinkPage } from "./accounts/SignInLinkPage";
import { NotFound } from "./components/NotFound";
import { Layout } from "./Layout";

// Each page is loaded with its first visit. These routes have no loaders, because those would add a third to what every visit loads.
const JobsPage = lazy(async () => ({ default: (await import("./jobs/list/JobsPage")).JobsPage }));
const NewJobPage = lazy(async () => ({ default: (await import("./jobs/submit/NewJobPage")).NewJobPage }));
const DeletedJobsPage = lazy(async () => ({ default: (await import("./jobs/deletion/DeletedJobsPage")).DeletedJobsPage }));
const JobPage = lazy(async () => ({ default: (await import("./jobs/detail/JobPage")).JobPage }));
const ComparisonsPage = lazy(async () => ({ default: (await import("./comparisons/ComparisonsPage")).ComparisonsPage }));
const NewComparisonPage = lazy(async () => ({ default: (await import("./comparisons/NewComparisonPage")).NewComparisonPage }));
const ComparisonPage = lazy(async () => ({ default: (await import("./comparisons/ComparisonPage")).ComparisonPage }));
const ComparePage = lazy(async () => ({ default: (await import("./compare/ComparePage")).ComparePage }));
const ExplorePage = lazy(async () => ({ default: (await import("./explore/ExplorePage")).ExplorePage }));
const DatasetsPage = lazy(async () => ({ default: (await import("./datasets/list/DatasetsPage")).DatasetsPage }));
const ImportPage = lazy(async () => ({ default: (await import("./datasets/import/ImportPage")).ImportPage }));
const DatasetPage = lazy(async () => ({ default: (await import("./datasets/detail/DatasetPage")).DatasetPage }));
const WorkersPage = lazy(async () => ({ default: (await import("./workers/WorkersPage")).WorkersPage }));
const ProjectPage = lazy(async () => ({ default: (await import("./projects/ProjectPage")).ProjectPage }));
const MembersPage = lazy(async () => ({ default: (await import("./projects/members/MembersPage")).MembersPage }));
const ApiKeysPage = lazy(async () => ({ default: (await import("./accounts/keys/ApiKeysPage")).ApiKeysPage }));
const AllowCommandPage = lazy(async () => ({ default: (await import("./accounts/keys/AllowCommandPage")).AllowCommandPage }));
const AccountsPage = lazy(async () => ({ default: (await import("./accounts/people/AccountsPage")).AccountsPage }));
const WebhooksPage = lazy(async () => ({ default: (await import("./webhooks/WebhooksPage")).WebhooksPage }));
const OperationsPage = lazy(async () => ({ default: (await import("./operations/OperationsPage")).OperationsPage }));

/** All pages of the dashboard. */
export const routes: RouteObject[] = [
  { path: "/sign-in", element: <SignInLinkPage /> },
  {
    element: <Layout />,
    children: [
      { path: "/", element: <Navigate to="/jobs" replace /> },
      { path: "/jobs", element: <JobsPage /> },
      { path: "/jobs/new", element: <NewJobPage /> },
      { path: "/jobs/deleted", element: <DeletedJobsPage /> },
      { path: "/jobs/:id", element: <JobPage /> },
      { path: "/comparisons", element: <ComparisonsPage /> },
      { path: "/comparisons/new", element: <NewComparisonPage /> },
      { path: "/comparisons/:id", element: <ComparisonPage /> },
      { path: "/compare", element: <ComparePage /> },
      { path: "/explore", element: <ExplorePage /> },
      { path: "/datasets", element: <DatasetsPage /> },
      { path: "/datasets/new", element: <ImportPage /> },
      { path: "/datasets/:reference", element: <DatasetPage /> },
      { path: "/workers", element: <WorkersPage /> },
      { path: "/project", element: <ProjectPage /> },
      { path: "/members", element: <MembersPage /> },
      { path: "/api-keys", element: <ApiKeysPage /> },
      { path: "/allow-command", element: <AllowCommandPage /> },
      { path: "/accounts", element: <AccountsPage /> },
      { path: "/webhooks", element: <WebhooksPage /> },
      { path: "/operations", element: <OperationsPage /> },
      { path: "*", element: <NotFound /> },
    ],
  },
];
