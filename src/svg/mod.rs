//! Display list to SVG.
