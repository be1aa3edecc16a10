import { fieldCases } from "./plan";
import { assailAll } from "./suite";

assailAll("fields", "points-others", (recorded) => fieldCases(recorded, 24));
