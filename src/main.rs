//! The program: reads the command line and does what it says.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    parvis::cli::main(parvis::cli::Cli::parse())
}
