"use strict";
// Shows the contract with Swagger UI. Calls that change something need the CSRF token of the
// signed-in session; it is asked for once, from the API like any other value.
(() => {
  const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
  let token;

  async function csrf() {
    if (token === undefined) {
      const response = await fetch("/api/v1/session", { credentials: "same-origin" });
      if (response.ok) token = (await response.json()).csrf;
    }
    return token;
  }

  async function requestInterceptor(request) {
    const own = new URL(request.url, location.href).origin === location.origin;
    if (own && !SAFE.has((request.method || "GET").toUpperCase())) {
      const value = await csrf();
      if (value) request.headers["X-CSRF-Token"] = value;
    }
    return request;
  }

  // Without the bundle (the web app was not built) the page keeps its link to the document.
  if (typeof SwaggerUIBundle === "undefined") return;
  SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#docs",
    deepLinking: true,
    validatorUrl: null,
    requestInterceptor,
  });
})();
