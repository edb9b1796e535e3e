// Applies the chosen theme before anything is shown; src/components/theme.ts stores it.
{
  const chosen = localStorage.getItem("isograd.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
