interface Props {
  lines?: number;
  height?: number;
}

/** Gray bars in place of content that is still loading. */
export function Skeleton({ lines = 3, height = 16 }: Props) {
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} style={{ height }} />
      ))}
    </div>
  );
}
