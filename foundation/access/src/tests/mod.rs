//! The rules as sentences about the product, and properties that hold in every world.

mod giving;
mod properties;
mod rules;
mod worlds;
