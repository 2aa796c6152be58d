//! behorig-web
