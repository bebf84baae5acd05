//! The few bits of DER and PEM that keys need.
