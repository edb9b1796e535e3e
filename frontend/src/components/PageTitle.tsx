import { useEffect, type ReactNode } from "react";

/** The heading of a page, also set as the title of the browser tab. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Isograd`;
  }, [title]);
  return (
    <header className="page-title">
      <h1 dir="auto">{title}</h1>
      {children}
    </header>
  );
}
