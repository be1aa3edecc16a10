import { fieldCases } from "./plan";
import { assailAll } from "./suite";

assailAll("fields", "points-server-changes", (recorded) => fieldCases(recorded, 24));
