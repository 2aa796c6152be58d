//! The oracle: the rules of access told twice more, so that `decide()` is never its own judge.
//!
//! [`worlds`] makes random worlds; [`naive`] answers them in twenty lines straight from the design. The tests hold
//! `decide()` to both that and to the same rules written as Cedar policies (`policies/`), on a hundred thousand worlds
//! at each run.

pub mod naive;
pub mod worlds;
