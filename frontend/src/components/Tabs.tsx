import type { KeyboardEvent, ReactNode } from "react";

export interface Tab<Name extends string> {
  name: Name;
  title: string;
}

interface Props<Name extends string> {
  label: string;
  tabs: Tab<Name>[];
  shown: Name;
  onShow: (name: Name) => void;
  /** Distinguishes the ids of these tabs from those of other tabs on the page. */
  prefix?: string;
  /** At the other end of the bar. */
  beside?: ReactNode;
  children: ReactNode;
}

export function Tabs<Name extends string>({ label, tabs, shown, onShow, prefix = "tab", beside, children }: Props<Name>) {
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const index = tabs.findIndex((tab) => tab.name === shown) + by;
    const next = tabs[(index + tabs.length) % tabs.length];
    if (!next) return;
    onShow(next.name);
    document.getElementById(`${prefix}-${next.name}`)?.focus();
  };
  const list = (
    <div role="tablist" aria-label={label} className="tab-list" onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          role="tab"
          id={`${prefix}-${tab.name}`}
          aria-selected={tab.name === shown}
          aria-controls={`${prefix}-panel`}
          tabIndex={tab.name === shown ? 0 : -1}
          onClick={() => { onShow(tab.name); }}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
  return (
    <section className="tabs">
      {beside === undefined ? list : <div className="tab-bar">{list}{beside}</div>}
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${shown}`}>
        {children}
      </div>
    </section>
  );
}
