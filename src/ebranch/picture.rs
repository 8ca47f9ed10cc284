//! A picture without what a camera writes beside it: place, time, device, the owner's name. Only which
//! side is up stays, for otherwise a picture from a phone would lie on its side.

use super::FileKind;

/// The bytes as they are given out. The file as it came is kept.
pub fn plain(kind: FileKind, bytes: Vec<u8>) -> Vec<u8> {
    let plain = match kind {
        FileKind::Jpeg => jpeg(&bytes),
        FileKind::Png => png(&bytes),
        _ => return bytes,
    };
    // What does not follow the format is given out not at all rather than with what it may say.
    plain.unwrap_or_default()
}

/// Segments until the picture itself begins; those of applications and comments are left out, except
/// the two that say how colours are to be read.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xff, 0xd8];
    let mut at = 2;
    loop {
        let (marker, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if marker != 0xff {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at + 2 + length)?;
        match kind {
            0xda => {
                out.extend_from_slice(scan(&bytes[at..]));
                return Some(out);
            }
            0xe1 => {
                if let Some(side) = orientation(segment.get(4..)?) {
                    out.extend_from_slice(&turned(side));
                }
            }
            0xe0 | 0xee => out.extend_from_slice(segment),
            0xe2..=0xef | 0xfe => {}
            _ => out.extend_from_slice(segment),
        }
        at += 2 + length;
    }
}

/// The picture up to its end; some cameras put a second one, or a film, behind it.
fn scan(bytes: &[u8]) -> &[u8] {
    let end = bytes.windows(2).position(|pair| pair == [0xff, 0xd9]);
    end.map_or(bytes, |end| &bytes[..end + 2])
}

/// Which side is up, 1 to 8, from the first directory of an Exif segment.
fn orientation(exif: &[u8]) -> Option<u8> {
    let tiff = exif.strip_prefix(b"Exif\0\0")?;
    let big = tiff.starts_with(b"MM");
    let two = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let four = |at: usize| {
        let (a, b) = (u32::from(two(at)?), u32::from(two(at + 2)?));
        Some(if big { a << 16 | b } else { b << 16 | a })
    };
    let first = four(4)? as usize;
    (0..usize::from(two(first)?)).map(|n| first + 2 + 12 * n).find(|at| two(*at) == Some(0x0112)).and_then(|at| two(at + 8)).and_then(
        |side| {
            let side = u8::try_from(side).ok()?;
            (1..=8).contains(&side).then_some(side)
        },
    )
}

/// An Exif segment that says which side is up and nothing else.
fn turned(side: u8) -> Vec<u8> {
    let tiff = [b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, side, 0, 0, 0, 0, 0, 0];
    let length = (2 + 6 + tiff.len()) as u8;
    [&[0xff, 0xe1, 0, length][..], b"Exif\0\0", &tiff].concat()
}

/// The chunks that make the picture; texts, times and Exif are left out.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 9] = [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs"];
    let (mut out, mut at) = (bytes.get(..8)?.to_vec(), 8);
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let chunk = bytes.get(at..at.checked_add(12)?.checked_add(length)?)?;
        let kind: &[u8; 4] = chunk[4..8].try_into().ok()?;
        if KEPT.contains(&kind) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at += chunk.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
        [&[0xff, kind][..], &((body.len() + 2) as u16).to_be_bytes(), body].concat()
    }

    fn photo(exif: &[u8]) -> Vec<u8> {
        let parts = [
            segment(0xe0, b"JFIF\0"),
            segment(0xe1, exif),
            segment(0xfe, b"SECRET comment"),
            segment(0xdb, &[1; 8]),
            segment(0xda, &[2; 4]),
        ];
        [&[0xff, 0xd8][..], &parts.concat(), &[7, 7, 7, 0xff, 0xd9], b"SECRET film"].concat()
    }

    #[test]
    fn a_photo_says_only_which_side_is_up() {
        // Intel order: orientation 6, then a place.
        let tiff = [
            b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\0\0\0\0\0\0\0\0".as_slice(),
            b"SECRET place",
        ]
        .concat();
        let plain = plain(FileKind::Jpeg, photo(&[b"Exif\0\0".as_slice(), &tiff].concat()));
        let text = String::from_utf8_lossy(&plain).into_owned();
        assert!(!text.contains("SECRET"), "{text}");
        assert!(plain.windows(36).any(|w| w == turned(6).as_slice()), "which side is up stays");
        assert!(plain.ends_with(&[7, 7, 7, 0xff, 0xd9]));
        assert_eq!(super::plain(FileKind::Jpeg, plain.clone()), plain, "once is enough");
    }

    #[test]
    fn a_png_loses_its_texts() {
        let chunk = |kind: &[u8; 4], body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], kind, body, &[0; 4]].concat();
        let whole =
            [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"tEXt", b"SECRET"), &chunk(b"IDAT", &[5]), &chunk(b"IEND", &[])]
                .concat();
        let plain = plain(FileKind::Png, whole);
        assert!(!String::from_utf8_lossy(&plain).contains("SECRET") && plain.windows(4).any(|w| w == b"IDAT"));
    }

    proptest! {
        /// Whatever bytes come, they are read without a fault, and what cannot be read is not given out.
        #[test]
        fn broken_pictures_are_no_trouble(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..60) {
            plain(FileKind::Jpeg, [&[0xff, 0xd8][..], &bytes].concat());
            plain(FileKind::Png, [&b"\x89PNG\r\n\x1a\n"[..], &bytes].concat());
            let whole = photo(b"Exif\0\0II*\0");
            plain(FileKind::Jpeg, whole[..at.min(whole.len())].to_vec());
        }
    }
}
