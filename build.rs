//! How the program is linked: what the compiler cannot be told in `Cargo.toml`.
#![expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script about the target in its environment"
)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The table that says where addresses go in a program that may be loaded anywhere: 4 MB written out, and all of it read
    // at every start; packed, a hundredth. Needs glibc 2.36, which is that of Debian 12.
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
