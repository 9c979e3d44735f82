//! The program as its users meet it: every test starts the binary in a folder of its own.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod place;
mod published;
mod studies;

mod claims;
mod contrasts;
mod data_files;
mod degenerate;
mod engines;
mod examples;
mod fit;
mod folders;
mod growth;
mod interruptions;
mod outputs;
mod pins;
mod plan;
mod replay;
mod same_bytes;
mod store_damage;
mod study_files;
mod words;
