//! behorig-registers
