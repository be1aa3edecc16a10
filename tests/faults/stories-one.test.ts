import { tellStories } from "./stories";

tellStories("stories-one", [1, 2, 3, 4]);
