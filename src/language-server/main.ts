import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startLanguageServer } from "./server.ts";

// The client's first argument says how they talk: --node-ipc, --stdio.
startLanguageServer(createConnection(ProposedFeatures.all));
