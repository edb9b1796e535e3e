import type { ReactNode } from "react";

interface Props {
  title: string;
  /** Whether this is all that the page shows, so that its title is the heading of the page. */
  isPage?: boolean;
  children: ReactNode;
}

export function EmptyState({ title, isPage = false, children }: Props) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="empty-state">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
