//! Stories of study.
