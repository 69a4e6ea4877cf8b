//! Takes `data:` URIs apart (RFC 2397).

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::MAX_BYTES;

/// Forgiving base64: with or without padding, as browsers take it.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What is wrong with a `data:` URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataUriFault {
    /// There is no comma between the media type and the data.
    NoComma,
    /// The data are not base64, though the URI says so.
    NotBase64,
    /// More than 32 MiB.
    TooLarge,
}

impl std::fmt::Display for DataUriFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoComma => "the `data:` URI has no comma",
            Self::NotBase64 => "the `data:` URI says base64, but its data are not",
            Self::TooLarge => "the `data:` URI has more than 32 MiB",
        })
    }
}

/// The media type (lower case, without parameters) and the data of a `data:` URI; `None` for any other text.
pub(crate) fn data_uri(source: &str) -> Option<Result<(String, Vec<u8>), DataUriFault>> {
    let source = source.trim();
    let (scheme, rest) = source.split_once(':')?;
    scheme.eq_ignore_ascii_case("data").then(|| parse(rest))
}

fn parse(rest: &str) -> Result<(String, Vec<u8>), DataUriFault> {
    if rest.len() > MAX_BYTES * 2 {
        return Err(DataUriFault::TooLarge);
    }
    let (head, body) = rest.split_once(',').ok_or(DataUriFault::NoComma)?;
    let mut parts = head.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_base64 = parts.next_back().is_some_and(|last| last.eq_ignore_ascii_case("base64"));
    let mut bytes = percent_decoded(body);
    if is_base64 {
        bytes.retain(|byte| !byte.is_ascii_whitespace());
        bytes = FORGIVING.decode(&bytes).map_err(|_| DataUriFault::NotBase64)?;
    }
    if bytes.len() > MAX_BYTES {
        return Err(DataUriFault::TooLarge);
    }
    let media_type = if media_type.is_empty() { "text/plain".to_owned() } else { media_type };
    Ok((media_type, bytes))
}

/// Resolves `%41`; a per cent sign that starts no such sequence stays.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%'
            && let Some((&[high, low], after)) = tail.split_first_chunk::<2>()
            && let (Some(high), Some(low)) = (hex_digit(high), hex_digit(low))
        {
            bytes.push(high * 16 + low);
            rest = after;
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    bytes
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_with_and_without_padding() {
        for uri in [
            "data:image/png;base64,AAEC/w==",
            "DATA:Image/PNG;charset=x;base64,AAEC/w",
            "data:image/png;base64,AA EC%2Fw==",
        ] {
            assert_eq!(data_uri(uri), Some(Ok(("image/png".to_owned(), vec![0, 1, 2, 255]))), "{uri}");
        }
    }

    #[test]
    fn percent_encoded_text_is_decoded() {
        let uri = "data:image/svg+xml;utf8,%3Csvg%20w='100%'/>";
        assert_eq!(data_uri(uri), Some(Ok(("image/svg+xml".to_owned(), b"<svg w='100%'/>".to_vec()))));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(data_uri("data:image/png;base64"), Some(Err(DataUriFault::NoComma)));
        assert_eq!(data_uri("data:image/png;base64,&&&"), Some(Err(DataUriFault::NotBase64)));
    }

    #[test]
    fn other_sources_are_none_of_its_business() {
        for source in ["avatar.jpg", "https://example.org/a.png", "", "dat:a,b"] {
            assert_eq!(data_uri(source), None, "{source}");
        }
    }
}
