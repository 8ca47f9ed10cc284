//! Who could do what, as far as numbers say it: visits split among visitors by area and load, each
//! share in the order of walking; duties shared out among those who can do them. Numbers in, numbers and reasons out; it reads nothing, writes
//! nothing and knows nobody. What comes out is a proposal: people change it.
//!
//! Everything is deterministic: the same task gives the same proposal on every machine.

mod area;
pub mod assignment;
mod between;
mod dice;
pub mod optimum;
mod point;
mod rounds;
mod walk;

pub use point::{Degrees, Point};
pub use rounds::{Bounds, Rounds, Task, Tour, Visit, propose, search};
pub use walk::{Walk, nearest_neighbour};
