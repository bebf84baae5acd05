//! How the program is linked: what the compiler cannot be told in `Cargo.toml`.
#![expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script about the target in its environment"
)]

use std::process::Command;

/// The first glibc that reads a packed table.
const PACKED_SINCE: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The table that says where addresses go in a program that may be loaded anywhere: 4 MB written out, and all of it read
    // at every start; packed, a hundredth. A program built on an older system is to run there, so it does without.
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    let target = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if target && glibc().is_some_and(|version| version >= PACKED_SINCE) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this system's glibc, if that is what it has: `getconf` says `glibc 2.36`.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let said = String::from_utf8(said).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
