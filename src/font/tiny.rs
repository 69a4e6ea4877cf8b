//! A font of a few hundred bytes for tests, put together here: one glyph that is a picture (`CBDT`), at one size.

/// Family of the font.
pub(crate) const FAMILY: &str = "Tiny";

/// The only character it has, from the private use area.
pub(crate) const LETTER: char = '\u{E000}';

/// Number of its glyph.
pub(crate) const GLYPH: u32 = 1;

/// px per em of its picture, which is 8 px wide and high: the upper half `UPPER`, the lower half `LOWER`. It stands 1 px behind
/// the origin and reaches 6 px above the baseline; the advance is 10 px.
pub(crate) const PPEM: u8 = 8;

/// Colours of the halves.
pub(crate) const UPPER: [u8; 4] = [0xd0, 0x20, 0x30, 0xff];
pub(crate) const LOWER: [u8; 4] = [0x10, 0x50, 0xc0, 0xff];

const UNITS: u16 = 1000;

/// The font file.
pub(crate) fn font() -> Vec<u8> {
    let tables = [
        (b"CBDT", pictures()),
        (b"CBLC", strikes()),
        (b"cmap", characters()),
        (b"head", head()),
        (b"hhea", line_metrics()),
        (b"hmtx", advances()),
        (b"maxp", words(&[0, 0x5000, 2])),
        (b"name", name()),
    ];
    let count = tables.len() as u16;
    let mut file = words(&[1, 0, count, 128, 3, count * 16 - 128]);
    let mut offset = 12 + tables.len() * 16;
    let mut body = Vec::new();
    for (tag, table) in &tables {
        file.extend_from_slice(*tag);
        // Nobody looks at the checksum.
        file.extend(longs(&[0, offset as u32, table.len() as u32]));
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
        offset = 12 + tables.len() * 16 + body.len();
    }
    file.extend(body);
    file
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn longs(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
    parts.concat()
}

fn picture() -> Vec<u8> {
    let pixels: Vec<u8> = (0..64).flat_map(|at| if at < 32 { UPPER } else { LOWER }).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 8, 8);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("the header of a PNG");
    writer.write_image_data(&pixels).expect("the pixels of a PNG");
    writer.finish().expect("the end of a PNG");
    file
}

/// One picture with small metrics: height, width, distance from the origin, height above the baseline, advance.
fn pictures() -> Vec<u8> {
    let png = picture();
    joined(&[words(&[3, 0]), vec![8, 8, 1, 6, 10], longs(&[png.len() as u32]), png])
}

fn strikes() -> Vec<u8> {
    let line = [6, 0xfe, 8, 1, 0, 0, 1, 0, 6, 0xfe, 0, 0];
    let glyph = GLYPH as u16;
    joined(&[
        words(&[3, 0]),
        longs(&[1, 56, 24, 1, 0]),
        line.repeat(2),
        words(&[glyph, glyph]),
        vec![PPEM, PPEM, 32, 1],
        // From here on, 56 bytes into the table: which glyphs, and where their pictures are.
        words(&[glyph, glyph]),
        longs(&[8]),
        words(&[1, 17]),
        longs(&[4, 0, 9 + picture().len() as u32]),
    ])
}

fn characters() -> Vec<u8> {
    let letter = u32::from(LETTER);
    joined(&[words(&[0, 1, 3, 10]), longs(&[12]), words(&[12, 0]), longs(&[28, 0, 1, letter, letter, GLYPH])])
}

fn head() -> Vec<u8> {
    let bounds = words(&[0, (-250_i16).cast_unsigned(), UNITS, 750]);
    joined(&[
        words(&[1, 0]),
        longs(&[0x0001_0000, 0, 0x5f0f_3cf5]),
        words(&[0, UNITS]),
        longs(&[0; 4]),
        bounds,
        words(&[0, 8, 2, 0, 0]),
    ])
}

fn line_metrics() -> Vec<u8> {
    let mut table = words(&[1, 0, 750, (-250_i16).cast_unsigned(), 0, 1250]);
    table.resize(34, 0);
    table.extend(words(&[2]));
    table
}

fn advances() -> Vec<u8> {
    words(&[500, 0, 1250, 125])
}

fn name() -> Vec<u8> {
    let text: Vec<u16> = FAMILY.encode_utf16().collect();
    joined(&[words(&[0, 1, 18, 3, 1, 0x409, 1, text.len() as u16 * 2, 0]), words(&text)])
}
