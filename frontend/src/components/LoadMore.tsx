interface Props {
  label: string;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** A button that loads the next page of a list, if there is one. */
export function LoadMore({ label, query }: Props) {
  if (!query.hasNextPage) return null;
  return (
    <button className="button load-more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {query.isFetchingNextPage ? "Loading…" : label}
    </button>
  );
}
