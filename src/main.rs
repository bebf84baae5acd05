//! The program: reads the command line and does what it says.

use std::process::ExitCode;

use clap::Parser as _;

/// The one of glibc takes half the processor time of an activity and keeps what a busy hour took: `docs/adr/0009-jemalloc.md`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    parvis::cli::main(parvis::cli::Cli::parse())
}
