"""A page written by hand in Leaflet: about as fast as this map can be."""
