import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { pageNonce } from "./app/nonce";
import "./app/mantine.css";
import "./app/global.css";

// For the styles that dialogs add while they keep the page behind them from scrolling.
setNonce(pageNonce());

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<App />);
