use proptest::prelude::*;

use super::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend([8, 6, 0, 0, 0, 1, 2, 3, 4]);
    file.extend(b"\0\0\0\0IEND\xaeB`\x82");
    file
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    file.extend([0; 14]);
    // Fill bytes before the frame header.
    file.extend([0xff, 0xff, 0xff, 0xc2, 0, 17, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
    file
}

fn gif(screen: (u16, u16), frames: &[(u16, u16)]) -> Vec<u8> {
    let mut file = b"GIF89a".to_vec();
    file.extend(screen.0.to_le_bytes());
    file.extend(screen.1.to_le_bytes());
    file.extend([0x80, 0, 0, 1, 1, 1, 2, 2, 2]);
    for (width, height) in frames {
        file.extend([0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0]);
        file.extend(width.to_le_bytes());
        file.extend(height.to_le_bytes());
        file.extend([0, 2, 2, 0x44, 1, 0]);
    }
    file.push(0x3b);
    file
}

fn judged(file: &[u8], piece: usize) -> Result<Kind, FileRefused> {
    let mut inspector = Inspector::new();
    for piece in file.chunks(piece.max(1)) {
        inspector.push(piece)?;
    }
    inspector.finish()
}

#[test]
fn each_type_is_known_by_its_bytes_however_they_come() {
    let files = [
        (b"%PDF-1.7\n1 0 obj".to_vec(), Kind::Pdf),
        (png(640, 480), Kind::Png),
        (jpeg(4000, 3000), Kind::Jpeg),
        (gif((320, 200), &[(320, 200), (10, 10)]), Kind::Gif),
    ];
    for (file, kind) in files {
        for piece in 1..file.len() {
            assert_eq!(judged(&file, piece), Ok(kind), "{kind:?} in pieces of {piece}");
        }
    }
}

#[test]
fn whatever_else_it_is_called_it_is_not_taken() {
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0bomb";
    for file in [
        zip.as_slice(),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
        b"MZ\x90\0\x03\0\0\0\x04",
        b"<!doctype html><script>",
        b"short",
    ] {
        assert_eq!(judged(file, 4), Err(FileRefused::UnknownType));
    }
}

#[test]
fn an_image_that_would_fill_the_memory_is_refused_by_its_header_alone() {
    assert_eq!(judged(&png(60_000, 60_000), 7), Err(FileRefused::HugeImage));
    assert_eq!(judged(&png(u32::MAX, u32::MAX), 7), Err(FileRefused::HugeImage));
    assert_eq!(judged(&jpeg(65_000, 65_000), 7), Err(FileRefused::HugeImage));
    assert_eq!(judged(&gif((65_000, 65_000), &[(1, 1)]), 7), Err(FileRefused::HugeImage));
    assert_eq!(judged(&gif((10, 10), &[(65_000, 65_000)]), 7), Err(FileRefused::HugeImage));
    assert_eq!(judged(&gif((10, 10), &[(10_000, 10_000); 12]), 7), Err(FileRefused::HugeImage));
    assert_eq!(judged(&png(12_000, 9_000), 7), Ok(Kind::Png));
}

#[test]
fn an_image_that_breaks_off_or_has_no_size_is_damaged() {
    assert_eq!(judged(&png(640, 480)[..20], 7), Err(FileRefused::Damaged));
    assert_eq!(judged(&jpeg(640, 480)[..22], 7), Err(FileRefused::Damaged));
    assert_eq!(judged(b"\xff\xd8\xff\xda\0\x02\0\0\0\0", 3), Err(FileRefused::Damaged));
    assert_eq!(judged(&png(0, 480), 7), Err(FileRefused::Damaged));
    assert_eq!(judged(b"GIF89a\x01\0\x01\0\0\0\0hello", 7), Err(FileRefused::Damaged));
}

proptest! {
    #[test]
    fn no_bytes_confuse_it_and_pieces_never_matter(
        head in prop::sample::select(vec![png(64, 64), jpeg(64, 64), gif((64, 64), &[(64, 64)]), b"%PDF-1.4".to_vec(), vec![]]),
        cut in 0..80_usize, noise in prop::collection::vec(any::<u8>(), 0..200), piece in 1..50_usize,
    ) {
        let mut file = head;
        file.truncate(cut);
        file.extend(noise);
        prop_assert_eq!(judged(&file, piece), judged(&file, usize::MAX));
    }
}
