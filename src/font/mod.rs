//! Faces: which are there, which of them shows a cluster, and what their metrics are. It shapes no text.
//!
//! [`FontLibrary`] is shared by all threads; [`Fonts`] is the working set of one thread. A face is opened when a text
//! first needs it. The system's fonts are never looked at.

#[allow(dead_code, reason = "a build without a font feature leaves some of the ranges unread")]
mod coverage;
mod describe;
pub(crate) mod embedded;
mod fallback;
mod library;
mod metrics;
#[cfg(any(feature = "cli", test))]
mod plan;
mod ranges;
mod script;
mod session;
#[cfg(test)]
pub(crate) mod tiny;

pub(crate) use describe::describe;
pub(crate) use fallback::{Choice, Context, Stack, Wanted};
pub(crate) use library::{FaceRef, Fallback, FontLibrary, UserFont};
pub(crate) use metrics::FaceMetrics;
#[cfg(feature = "cli")]
pub(crate) use plan::{Need, Plan};
pub(crate) use script::{is_ignorable, noto_family, script_name};
pub(crate) use session::{Fonts, Instance, variations};
