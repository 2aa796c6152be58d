//! behorig-yubico-otp
