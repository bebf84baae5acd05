//! Sealing a message for one device (RFC 8291) and signing who sends it (RFC 8292). Pure but for the keys it makes.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use web_push_native::{Auth, encrypt, p256::PublicKey};

use crate::kernel::{
    clock::Time,
    entropy,
    error::{Error, Result},
};

/// How long one signature is good, in seconds: half of what RFC 8292 §2 allows.
const GOOD: i64 = 12 * 3600;

/// The keys of a device are not keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// The keys of a device as its browser sent them, if they are keys.
pub fn check(public_key: &str, auth: &str) -> std::result::Result<(), Broken> {
    keys(public_key, auth).map(|_| ())
}

fn keys(public_key: &str, auth: &str) -> std::result::Result<(PublicKey, Auth), Broken> {
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Broken);
    let public = PublicKey::from_sec1_bytes(&bytes(public_key)?).map_err(|_| Broken)?;
    let auth: [u8; 16] = bytes(auth)?.try_into().map_err(|_| Broken)?;
    Ok((public, auth.into()))
}

/// The message, readable by that device alone.
pub(super) fn seal(
    message: &[u8],
    public_key: &str,
    auth: &str,
) -> std::result::Result<Vec<u8>, Broken> {
    let (public, auth) = keys(public_key, auth)?;
    encrypt(message.to_vec(), &public, &auth).map_err(|_| Broken)
}

/// A new key pair: the public half as browsers want it, the private one in PKCS #8, both in base64.
pub(super) fn new_key() -> Result<(String, String)> {
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pair = EcdsaKeyPair::generate(algorithm).map_err(Error::internal)?;
    let private = pair.to_pkcs8v1().map_err(Error::internal)?;
    let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    Ok((public, URL_SAFE_NO_PAD.encode(private.as_ref())))
}

/// Who sends it, for the push service at `origin`, in an `Authorization` header.
pub(super) fn vapid(
    origin: &str,
    contact: &str,
    now: Time,
    public: &str,
    private: &str,
) -> Result<String> {
    let packed = URL_SAFE_NO_PAD.decode(private).map_err(Error::internal)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &packed)
        .map_err(Error::internal)?;
    let expires = now.utc().timestamp() + GOOD;
    let claims = json!({ "aud": origin, "exp": expires, "sub": contact });
    let head = json!({ "typ": "JWT", "alg": "ES256" });
    let said = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(head.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let signed = pair.sign(&entropy::generator(), said.as_bytes()).map_err(Error::internal)?;
    Ok(format!("vapid t={said}.{}, k={public}", URL_SAFE_NO_PAD.encode(signed.as_ref())))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use web_push_native::{decrypt, p256::SecretKey};

    use super::*;

    #[test]
    fn only_the_device_opens_what_is_sealed_for_it() {
        let secret = SecretKey::from_slice(&[7; 32]).unwrap();
        let other = SecretKey::from_slice(&[8; 32]).unwrap();
        let public = URL_SAFE_NO_PAD.encode(secret.public_key().to_sec1_bytes());
        let point = web_push_native::p256::elliptic_curve::sec1::ToEncodedPoint::to_encoded_point(
            &secret.public_key(),
            false,
        );
        let auth = URL_SAFE_NO_PAD.encode([9; 16]);
        for key in [public, URL_SAFE_NO_PAD.encode(point.as_bytes())] {
            let sealed = seal("Léa a répondu".as_bytes(), &key, &auth).unwrap();
            let opened = decrypt(sealed.clone(), &secret, &[9; 16].into()).unwrap();
            assert_eq!(opened, "Léa a répondu".as_bytes());
            assert!(decrypt(sealed, &other, &[9; 16].into()).is_err());
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let auth = URL_SAFE_NO_PAD.encode([9; 16]);
        assert_eq!(check("", &auth), Err(Broken));
        assert_eq!(check("AAAA", &auth), Err(Broken));
        let public = URL_SAFE_NO_PAD
            .encode(SecretKey::from_slice(&[7; 32]).unwrap().public_key().to_sec1_bytes());
        assert_eq!(check(&public, "AAAA"), Err(Broken));
        assert_eq!(check(&public, &auth), Ok(()));
    }

    #[test]
    fn the_push_service_can_check_who_sends() {
        let (public, private) = new_key().unwrap();
        let now = Time::parse("2026-06-01T10:00:00Z").unwrap();
        let header =
            vapid("https://push.example", "https://musee.example/", now, &public, &private)
                .unwrap();
        let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(key, public);
        let (said, signed) = token.rsplit_once('.').unwrap();
        let key = UnparsedPublicKey::new(
            &ECDSA_P256_SHA256_FIXED,
            URL_SAFE_NO_PAD.decode(&public).unwrap(),
        );
        key.verify(said.as_bytes(), &URL_SAFE_NO_PAD.decode(signed).unwrap()).unwrap();
        let claims = URL_SAFE_NO_PAD.decode(said.split_once('.').unwrap().1).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        assert_eq!(claims["exp"], now.utc().timestamp() + GOOD);
    }
}
