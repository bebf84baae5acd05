//! The little of DER and PEM that keys need.
//!
//! For this folder only. Reads definite lengths and nothing else; never follows a length beyond what is there.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const SEQUENCE: u8 = 0x30;

/// `rsaEncryption` with its NULL parameters.
pub(super) const RSA_ALGORITHM: &[u8] =
    &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
/// `rsaEncryption` as some write it, without parameters.
pub(super) const RSA_ALGORITHM_BARE: &[u8] =
    &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// `id-Ed25519`.
pub(super) const ED25519_ALGORITHM: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Takes one element of this tag off the front: its content and what follows.
pub(super) fn take(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = input.split_first()?;
    let (&short, rest) = rest.split_first()?;
    if found != tag {
        return None;
    }
    let (length, rest) = match short {
        0..=0x7f => (usize::from(short), rest),
        0x81..=0x83 => {
            let count = usize::from(short & 0x7f);
            let bytes = rest.get(..count)?;
            (
                bytes.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)),
                rest.get(count..)?,
            )
        }
        _ => return None,
    };
    Some((rest.get(..length)?, rest.get(length..)?))
}

/// Writes one element.
pub(super) fn put(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    match digits.as_slice() {
        [] => element.push(0),
        [one] if *one < 0x80 => element.push(*one),
        many => {
            element.push(0x80 | u8::try_from(many.len()).unwrap_or_default());
            element.extend_from_slice(many);
        }
    }
    element.extend_from_slice(content);
    element
}

/// Reads the first PEM block: its label and its bytes.
pub(super) fn from_pem(pem: &str) -> Option<(&str, Vec<u8>)> {
    const LONGEST: usize = 16 * 1024;
    if pem.len() > LONGEST {
        return None;
    }
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let text: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    LENIENT.decode(text).ok().map(|bytes| (label, bytes))
}

/// Writes a PEM block with lines of 64.
pub(super) fn to_pem(label: &str, bytes: &[u8]) -> String {
    let text = LENIENT.encode(bytes);
    let mut pem = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem + &format!("-----END {label}-----\n")
}
