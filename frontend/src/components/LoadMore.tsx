interface Props {
  /** What the button says. */
  label: string;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Loads the next page of a list, where there is one. */
export function LoadMore({ label, query }: Props) {
  if (!query.hasNextPage) return null;
  return (
    <button className="button load-more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {query.isFetchingNextPage ? "Loading…" : label}
    </button>
  );
}
