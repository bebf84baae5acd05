//! Reading a backup: opening its seal, and believing nothing that its checksums do not confirm.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead as _, BufReader, Read},
    path::Path,
};

use anyhow::{Context as _, anyhow, bail, ensure};

use super::{FORMAT, MANIFEST, MANIFEST_SUM, Manifest};
use crate::kernel::entropy::sha256_hex;

/// How a sealed file begins (<https://age-encryption.org/v1>).
const SEAL: &[u8] = b"age-encryption.org/";

/// Reads an archive from end to end and checks every byte against its manifest, which it returns.
///
/// `identity` is the file with the `AGE-SECRET-KEY-1…` that opens a sealed backup.
pub fn verify(path: &Path, identity: Option<&Path>) -> anyhow::Result<Manifest> {
    let mut sums: BTreeMap<String, String> = BTreeMap::new();
    let (mut manifest, mut said) = (None, None);
    entries(path, identity, |name, bytes| {
        match name {
            MANIFEST => manifest = Some(bytes.to_vec()),
            MANIFEST_SUM => said = Some(bytes.to_vec()),
            _ => {
                let twice = sums.insert(name.to_owned(), sha256_hex(bytes));
                ensure!(twice.is_none(), "{name} is in it twice");
            }
        }
        Ok(())
    })?;
    let (Some(manifest), Some(said)) = (manifest, said) else {
        bail!("{} was cut short: it has no end", path.display());
    };
    ensure!(
        sha256_hex(&manifest).as_bytes() == said,
        "{} is damaged: its manifest",
        path.display()
    );
    let manifest: Manifest =
        serde_json::from_slice(&manifest).context("the manifest cannot be read")?;
    ensure!(
        manifest.format == FORMAT,
        "made by a newer Parvis than this one: install that version"
    );
    let names = sums.keys().chain(manifest.files.keys());
    for name in names {
        let (found, promised) = (sums.get(name), manifest.files.get(name));
        ensure!(found == promised, "{} is damaged: {name}", path.display());
    }
    Ok(manifest)
}

/// Hands every entry to `each`, in order.
pub(super) fn entries(
    path: &Path,
    identity: Option<&Path>,
    mut each: impl FnMut(&str, &[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut archive = tar::Archive::new(open(path, identity)?);
    let damaged = || format!("{} is damaged or was cut short", path.display());
    for entry in archive.entries()? {
        let mut entry = entry.with_context(damaged)?;
        let name = entry.path().with_context(damaged)?.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).with_context(damaged)?;
        let promised = entry.header().size().with_context(damaged)?;
        ensure!(u64::try_from(bytes.len())? == promised, damaged());
        each(&name, &bytes)?;
    }
    Ok(())
}

fn open(path: &Path, identity: Option<&Path>) -> anyhow::Result<Box<dyn Read>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut file = BufReader::new(file);
    if !file.fill_buf()?.starts_with(SEAL) {
        return Ok(Box::new(file));
    }
    let Some(identity) = identity else {
        bail!("{} is sealed: name the file with its secret key (--identity)", path.display());
    };
    let key = read_identity(identity)?;
    let sealed = age::Decryptor::new_buffered(file)
        .map_err(|why| anyhow!("{} is damaged: {why}", path.display()))?;
    let opened =
        sealed.decrypt(std::iter::once(&key as &dyn age::Identity)).map_err(|why| match why {
            age::DecryptError::NoMatchingKeys => anyhow!(
                "{} was sealed for another key than the one in {}",
                path.display(),
                identity.display()
            ),
            other => anyhow!("{} is damaged: {other}", path.display()),
        })?;
    Ok(Box::new(opened))
}

/// The first secret key of a file as `age-keygen` writes it.
fn read_identity(path: &Path) -> anyhow::Result<age::x25519::Identity> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the key file {}", path.display()))?;
    let line = text.lines().map(str::trim).find(|line| line.starts_with("AGE-SECRET-KEY-"));
    let line = line.with_context(|| format!("{} holds no age secret key", path.display()))?;
    line.parse().map_err(|why| anyhow!("the key in {} cannot be read: {why}", path.display()))
}
