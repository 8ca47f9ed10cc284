//! Stories of rounds.
