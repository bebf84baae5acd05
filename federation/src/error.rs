//! Why a document is refused.
//!
//! For every parser of this crate. Never carries the document itself: what a peer sent is not a message for a person.

/// Why a document from the wire cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The bytes or the shape are wrong: a 400 when it is the body of a request.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// The document speaks for a server that is not the one it came from.
    #[error("wrong origin: {0}")]
    WrongOrigin(&'static str),
    /// The document is well formed and of a kind this crate deliberately does not read.
    #[error("unsupported: {0}")]
    Unsupported(&'static str),
}
