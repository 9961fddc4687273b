"""Speed of the map, measured in a real browser beside the ways to build it that we did not take."""
