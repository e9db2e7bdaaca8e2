import { render } from "preact";
import { App } from "./app.tsx";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/strip.css";
import "./styles/phones.css";
import "./styles/slack.css";
import "./styles/message.css";
import "./styles/block-kit.css";
import "./styles/crm.css";

const root = document.getElementById("page");
if (root !== null) render(<App />, root);
