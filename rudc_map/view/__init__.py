"""Pure functions from state and data to what a page shows; no Dash in here."""
