import { fieldCases } from "./plan";
import { assailAll } from "./suite";

assailAll("fields", "points-server-life", (recorded) => fieldCases(recorded, 24));
