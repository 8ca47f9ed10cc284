//! Stories of places.
