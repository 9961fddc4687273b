"""Pages that show the same map in other ways, to compare ours with."""
