//! Answers of other servers, in each dialect.
