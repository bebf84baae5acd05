//! What the server hands out and knows again as its own: texts sealed with a key only this venue has (HMAC-SHA-256,
//! RFC 2104).
//!
//! For form stamps, guests' cookies, receipt codes and the way out of letters. Each purpose has its own seals: none opens
//! for another.

use aws_lc_rs::{constant_time::verify_slices_are_equal, hmac};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// The key of a venue. Never printed.
#[derive(Clone)]
pub struct Seal(hmac::Key);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// A seal that depends on a secret the venue keeps anyway: the same in every process of the venue, after every
    /// restart, and after a restore.
    pub fn of(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// 32 bytes nobody else can compute.
    pub fn bytes(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        // The length keeps a purpose and its text apart.
        context.update(&(purpose.len() as u64).to_be_bytes());
        context.update(purpose.as_bytes());
        context.update(text.as_bytes());
        let mut out = [0; 32];
        for (to, from) in out.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        out
    }

    /// The same in letters fit for an address or a form.
    pub fn text(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes(purpose, text))
    }

    /// Did this venue make `sealed`? Takes as long whatever the answer.
    pub fn knows(&self, purpose: &str, text: &str, sealed: &str) -> bool {
        let ours = self.text(purpose, text);
        verify_slices_are_equal(ours.as_bytes(), sealed.as_bytes()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_for_its_purpose_and_its_text_alone() {
        let seal = Seal::of(b"a secret");
        let sealed = seal.text("form", "one");
        assert!(seal.knows("form", "one", &sealed));
        assert!(!seal.knows("form", "two", &sealed));
        assert!(!seal.knows("guest", "one", &sealed));
        assert!(!seal.knows("format", "", &seal.text("form", "at")));
        assert!(!Seal::of(b"another").knows("form", "one", &sealed));
        assert!(!seal.knows("form", "one", ""));
    }
}
