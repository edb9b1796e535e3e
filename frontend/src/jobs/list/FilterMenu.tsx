import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";

interface Props {
  title: string;
  /** What is chosen; empty if nothing is. */
  chosen?: string;
  onClear?: () => void;
  children: ReactNode;
}

/** A chip that opens the values of one filter, shows the chosen one and removes it. */
export function FilterMenu({ title, chosen = "", onClear, children }: Props) {
  const text = chosen === "" ? title : `${title}: ${chosen}`;
  return (
    <span className={`chip-group ${chosen === "" ? "" : "chip-set"}`}>
      <Menu label={text} summary={<span className="cut">{text}</span>} className="chip" panelClassName="menu-list menu-start">
        {children}
      </Menu>
      {chosen !== "" && onClear && (
        <button type="button" className="chip chip-clear" aria-label={`Remove filter ${text}`} onClick={onClear}>
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}
