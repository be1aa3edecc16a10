import { strikeAll } from "./suite";

strikeAll("points-others");
