//! The format of a file and how it is encoded, so that it stays within a network's limit and looks best.

use serde_json::json;

use super::Target;
use crate::{Card, Effort, Encoded, Encoding, Finding, Format, Result};

/// A file and its format.
pub(super) struct Fitted {
    pub(super) format: Format,
    pub(super) encoded: Encoded,
}

/// A PNG that is larger than this many times its limit is a photo, which fewer colours would spoil.
const HOPELESS: u64 = 2;

/// Encodes a card for a network: in the first of its formats that fits as it is; else a PNG that fits by harder compression; else the last
/// format, which is lossy, with the quality that fits.
///
/// # Errors
/// As [`Card::encode`].
pub(super) fn fit(card: &Card, target: &Target) -> Result<Fitted> {
    let mut passed = Vec::new();
    for format in target.formats {
        let mut encoded = encode(card, *format, None)?;
        if encoded.bytes.len() as u64 > target.max_bytes {
            passed.push((*format, encoded.bytes.len()));
            let near = encoded.bytes.len() as u64 <= target.max_bytes.saturating_mul(HOPELESS);
            let last = target.formats.last() == Some(format);
            let squeezed = last || (near && *format == Format::Png);
            if !squeezed {
                continue;
            }
            encoded = encode(card, *format, Some(target.max_bytes))?;
            let spoiled =
                *format == Format::Png && encoded.findings.iter().any(|finding| finding.detail.get("colors").is_some());
            if !last && (spoiled || encoded.bytes.len() as u64 > target.max_bytes) {
                continue;
            }
        }
        encoded.findings.extend(chosen(*format, &passed, target));
        return Ok(Fitted { format: *format, encoded });
    }
    Ok(Fitted { format: Format::Png, encoded: encode(card, Format::Png, Some(target.max_bytes))? })
}

/// Why a format was taken that is not the preferred one.
fn chosen(format: Format, passed: &[(Format, usize)], target: &Target) -> Option<Finding> {
    let (first, bytes) = passed.iter().find(|(passed, _)| *passed != format)?;
    let message =
        format!("written as {format}: as {first} it would have {bytes} bytes, expected at most {}", target.max_bytes);
    let detail =
        json!({ "format": format.name(), "instead_of": first.name(), "bytes": bytes, "max_bytes": target.max_bytes });
    Some(Finding::info("format-chosen", "", message).with_detail(detail))
}

fn encode(card: &Card, format: Format, max_bytes: Option<u64>) -> Result<Encoded> {
    card.encode_and_tell(&Encoding { format, effort: Effort::Balanced, quality: None, max_bytes })
}
