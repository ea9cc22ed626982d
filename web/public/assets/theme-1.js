// Before the first paint: the scheme and language chosen last time. A file of its own, since the page allows no inline script.
try {
  const chosen = localStorage.getItem("mantine-color-scheme-value") || "auto";
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  document.documentElement.lang = localStorage.getItem("handsel.language") || navigator.language.slice(0, 2) || "en";
} catch {}
