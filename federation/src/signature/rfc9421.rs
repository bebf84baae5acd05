//! RFC 9421: parse and rebuild the signature base.
