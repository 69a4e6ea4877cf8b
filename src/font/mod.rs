//! Faces: the embedded fonts and what each of them covers. It shapes and draws nothing.

#[allow(dead_code, reason = "a build without a font feature leaves some of the ranges unread")]
mod coverage;
pub(crate) mod embedded;
