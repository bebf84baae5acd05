//! What strangers try, and what must come of it: nothing.

mod connections;
mod leaks;
mod markup;
mod people;
mod roles;
mod uploads;
mod vectors;
mod world;
