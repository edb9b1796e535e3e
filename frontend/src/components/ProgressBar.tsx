interface Props {
  label: string;
  fraction: number;
  tone?: "active" | "neutral" | "danger" | "success";
}

export function ProgressBar({ label, fraction, tone = "active" }: Props) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      className={`progress progress-${tone}`}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}
