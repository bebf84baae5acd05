//! draft-cavage: parse and rebuild the signing string.
