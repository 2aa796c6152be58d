//! A believable region for the demo.
