import { Icon } from "./Icon";
import { chooseTheme, useTheme } from "./theme";

export function ThemeSwitch() {
  const other = useTheme() === "dark" ? "light" : "dark";
  return (
    <button
      className="button button-plain button-icon theme-switch"
      aria-label={`Switch to ${other} theme`}
      title={`Switch to ${other} theme`}
      onClick={() => { chooseTheme(other); }}
    >
      <Icon name={other === "dark" ? "moon" : "sun"} />
    </button>
  );
}
