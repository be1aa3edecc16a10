import { strikeAll } from "./suite";

strikeAll("points-server-life");
