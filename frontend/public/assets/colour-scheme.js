// Before the first paint, so that a dark page never flashes white. A file, for inline scripts are forbidden.
(function () {
  var kept = null;
  try {
    kept = localStorage.getItem("paios.colour-scheme");
  } catch (_) {
    // Storage may be switched off; the system's choice stands.
  }
  var dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
