"""Examples of what Tierline takes in."""
