//! The PNG container: signature, chunks, checksums, texts.

use super::Metadata;

/// How colours are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colours<'a> {
    /// Three bytes a pixel.
    Rgb,
    /// Four bytes a pixel.
    Rgba,
    /// One byte a pixel: an index into these colours, at most 256.
    Indexed(&'a [[u8; 3]]),
}

/// A file up to its header and palette.
pub(super) fn start(width: u32, height: u32, colours: Colours<'_>) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let kind = match colours {
        Colours::Rgb => 2,
        Colours::Rgba => 6,
        Colours::Indexed(_) => 3,
    };
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[8, kind, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    if let Colours::Indexed(palette) = colours {
        chunk(&mut file, b"PLTE", palette.as_flattened());
    }
    file
}

/// Adds a chunk. Data past 2 GiB do not occur: a card has at most 64 Mpx.
pub(super) fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    file.reserve(data.len() + 12);
    file.extend_from_slice(&length.to_be_bytes());
    let from = file.len();
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    let checksum = libdeflater::crc32(file.get(from..).unwrap_or_default());
    file.extend_from_slice(&checksum.to_be_bytes());
}

/// Adds what is known about the card.
pub(super) fn texts(file: &mut Vec<u8>, metadata: &Metadata) {
    for (kind, data) in text_chunks(metadata) {
        chunk(file, &kind, &data);
    }
}

/// What is known about the card as `iTXt` chunks: UTF-8, not compressed.
pub(super) fn text_chunks(metadata: &Metadata) -> impl Iterator<Item = ([u8; 4], Vec<u8>)> {
    let software = (!metadata.software.is_empty()).then_some(metadata.software.as_str());
    let texts = [
        ("Description", metadata.alt_text.as_deref()),
        ("Source", metadata.source_url.as_deref()),
        ("Software", software),
    ];
    texts.into_iter().filter_map(|(keyword, text)| {
        let text = text?;
        let mut data = Vec::with_capacity(keyword.len() + text.len() + 5);
        data.extend_from_slice(keyword.as_bytes());
        // End of keyword, not compressed, method 0, no language, no translated keyword.
        data.extend_from_slice(&[0; 5]);
        data.extend(text.bytes().filter(|byte| *byte != 0));
        Some((*b"iTXt", data))
    })
}
