//! Bad input answers well: a clear message, nothing lost, nothing half done.
