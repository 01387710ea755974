import { verifyCases } from "./cases.ts";

verifyCases("sqlite", async () => "sqlite:///app.db");
