//! Series of invented words: nothing is lost, nothing is divided that belongs together, and pages are alike.

use super::*;
