import { tellStories } from "./stories";

tellStories("stories-one", [1, 2]);
