import { useEffect, useRef, type ReactNode } from "react";

interface Props {
  label: string;
  summary: ReactNode;
  className?: string;
  panelClassName?: string;
  children: ReactNode;
}

/** A button that opens a panel. Escape, a click elsewhere or a click on an item closes it. */
export function Menu({ label, summary, className = "", panelClassName = "", children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const element = menu.current;
      if (!element?.open) return;
      const inside = event.target instanceof Node && element.contains(event.target);
      if (event instanceof KeyboardEvent ? event.key !== "Escape" : inside) return;
      element.open = false;
      if (inside) element.querySelector("summary")?.focus();
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const chosen = (event: React.MouseEvent) => {
    const element = menu.current;
    if (!element || !(event.target instanceof Element) || !event.target.closest("a, button")) return;
    element.open = false;
    element.querySelector("summary")?.focus();
  };
  return (
    <details className="menu" ref={menu}>
      <summary className={`button ${className}`} aria-label={label}>{summary}</summary>
      <div className={`menu-panel ${panelClassName}`} onClick={chosen}>{children}</div>
    </details>
  );
}
