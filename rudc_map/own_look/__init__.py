"""The process that reads a file somebody only looks at: `python -m rudc_map.own_look`."""
