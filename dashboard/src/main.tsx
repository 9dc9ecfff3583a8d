import { createRoot } from "react-dom/client";
import { App } from "./app";
import { shareBetweenTabs, takeTokenFromAddress } from "./session/session";
import "./styles/index.css";

takeTokenFromAddress();
shareBetweenTabs();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
