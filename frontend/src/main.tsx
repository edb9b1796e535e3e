import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/jobs.css";
import "./styles/lists.css";
import "./styles/keyboard.css";
import "./styles/checkpoints.css";
import "./styles/workers.css";
import "./styles/operations.css";
import "./styles/metrics.css";
import "./styles/job-page.css";
import "./styles/forms.css";
import "./styles/datasets.css";
import "./styles/results.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
