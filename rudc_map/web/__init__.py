"""The thin Dash shell: layout, callbacks, routes."""
