/** The labels of a job; undefined text shows as a dash in the table. */
export function Labels({ labels }: { labels: string[] }) {
  if (labels.length === 0) return "–";
  return (
    <span className="labels">
      {labels.map((label) => <code key={label} className="label" title={label}><bdi>{label}</bdi></code>)}
    </span>
  );
}
