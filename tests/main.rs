//! The one integration binary: what users hold on to, seen from outside.

mod batch;
mod cli;
#[cfg(feature = "cloud")]
mod cloud;
mod embed;
mod emoji;
mod hostile;
mod judge;
mod read;
mod readme;
mod same_bytes;
mod signs;
mod support;
mod words;
