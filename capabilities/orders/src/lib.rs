//! behorig-orders
