interface PageLink {
  to: string;
  title: string;
  /** Whether the page is in the main navigation, rather than in the account menu only. */
  isMain?: boolean;
  isForAdministrators?: boolean;
}

/** The pages that the navigation and the palette lead to. */
export const pages: PageLink[] = [
  { to: "/jobs", title: "Jobs", isMain: true },
  { to: "/comparisons", title: "Compare", isMain: true },
  { to: "/compare", title: "Compare runs" },
  { to: "/explore", title: "Accuracy × memory" },
  { to: "/datasets", title: "Data", isMain: true },
  { to: "/workers", title: "Workers", isMain: true },
  { to: "/operations", title: "Operations", isMain: true, isForAdministrators: true },
  { to: "/api-keys", title: "API keys" },
  { to: "/members", title: "Members" },
  { to: "/accounts", title: "Accounts", isForAdministrators: true },
  { to: "/webhooks", title: "Webhooks" },
  { to: "/jobs/deleted", title: "Deleted jobs" },
  { to: "/project", title: "Project settings" },
];
