export function Logo() {
  return <img className="logo" src="/isograd.svg" alt="" width="28" height="28" />;
}
