//! What a file is, by its bytes, read once as they pass.
//!
//! PNG: W3C PNG specification, 11.2.1 (IHDR). JPEG: ITU-T T.81, B.1.1 and B.2.2. GIF: GIF89a specification, 17 to 27. PDF:
//! ISO 32000-2, 7.5.2.

use crate::FileRefused;

/// The most pixels of an image: more than any camera's, and less than a quarter of what would fill a reader's memory.
pub const MOST_PIXELS: u64 = 110_000_000;
/// All the frames of a GIF together.
const MOST_PIXELS_OF_FRAMES: u64 = 10 * MOST_PIXELS;

/// The types that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Gif];

    /// The media type, as stored and as served.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
        }
    }

    /// The kind with this media type.
    #[must_use]
    pub fn from_media_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == text)
    }

    /// The endings of its files' names, the usual one first.
    pub(crate) const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Gif => &["gif"],
        }
    }
}

/// What the next bytes that are looked at mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Signature,
    PngHeader,
    JpegMarker,
    JpegLength {
        is_frame: bool,
    },
    JpegFrame,
    GifScreen,
    GifBlock,
    GifExtension,
    GifImage,
    GifCodeSize,
    GifData,
    /// Nothing more needs to be known.
    Enough,
}

/// Looks at a file's bytes as they pass. It holds no more of them than the largest thing that it looks at, 25 bytes.
#[derive(Debug)]
pub(crate) struct Inspector {
    kind: Option<Kind>,
    step: Step,
    skip: u64,
    want: usize,
    held: Vec<u8>,
    frames: u64,
}

impl Inspector {
    pub(crate) fn new() -> Self {
        Self { kind: None, step: Step::Signature, skip: 0, want: 8, held: Vec::new(), frames: 0 }
    }

    /// The next bytes of the file.
    pub(crate) fn push(&mut self, mut bytes: &[u8]) -> Result<(), FileRefused> {
        while !bytes.is_empty() && self.step != Step::Enough {
            let passed = usize::try_from(self.skip).unwrap_or(usize::MAX).min(bytes.len());
            if passed > 0 {
                self.skip -= passed as u64;
                bytes = bytes.split_at(passed).1;
                continue;
            }
            let (looked_at, rest) = bytes.split_at((self.want - self.held.len()).min(bytes.len()));
            self.held.extend_from_slice(looked_at);
            bytes = rest;
            if self.held.len() == self.want {
                let held = std::mem::take(&mut self.held);
                self.look(&held)?;
            }
        }
        Ok(())
    }

    /// What the file is, when its last byte has passed.
    pub(crate) fn finish(&self) -> Result<Kind, FileRefused> {
        let kind = self.kind.ok_or(FileRefused::UnknownType)?;
        // A GIF may end anywhere after its first image: many are written so.
        let is_whole = self.step == Step::Enough || (kind == Kind::Gif && self.frames > 0);
        if is_whole { Ok(kind) } else { Err(FileRefused::Damaged) }
    }

    fn next(&mut self, step: Step, skip: u64, want: usize) {
        (self.step, self.skip, self.want) = (step, skip, want);
    }

    fn enough(&mut self) {
        self.next(Step::Enough, 0, 1);
    }

    fn look(&mut self, held: &[u8]) -> Result<(), FileRefused> {
        match self.step {
            Step::Signature => self.signature(held),
            Step::PngHeader => self.png_header(held),
            Step::JpegMarker | Step::JpegLength { .. } | Step::JpegFrame => self.jpeg(held),
            Step::GifScreen
            | Step::GifBlock
            | Step::GifExtension
            | Step::GifImage
            | Step::GifCodeSize
            | Step::GifData => self.gif(held),
            Step::Enough => Ok(()),
        }
    }

    fn signature(&mut self, held: &[u8]) -> Result<(), FileRefused> {
        let (kind, step, want, length) = match held {
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', _] => (Kind::Pdf, Step::Enough, 1, 8),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a] => (Kind::Png, Step::PngHeader, 25, 8),
            [0xff, 0xd8, 0xff, ..] => (Kind::Jpeg, Step::JpegMarker, 2, 2),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => (Kind::Gif, Step::GifScreen, 7, 6),
            _ => return Err(FileRefused::UnknownType),
        };
        self.kind = Some(kind);
        self.next(step, 0, want);
        self.push(held.split_at(length).1)
    }

    fn png_header(&mut self, held: &[u8]) -> Result<(), FileRefused> {
        match held {
            [0, 0, 0, 13, b'I', b'H', b'D', b'R', w1, w2, w3, w4, h1, h2, h3, h4, ..] => {
                pixels(u32::from_be_bytes([*w1, *w2, *w3, *w4]), u32::from_be_bytes([*h1, *h2, *h3, *h4]))?;
                self.enough();
                Ok(())
            }
            _ => Err(FileRefused::Damaged),
        }
    }

    fn jpeg(&mut self, held: &[u8]) -> Result<(), FileRefused> {
        match (self.step, held) {
            // Any number of fill bytes may stand before a marker.
            (Step::JpegMarker, [0xff, 0xff]) => {
                self.next(Step::JpegMarker, 0, 2);
                return self.push(&[0xff]);
            }
            (Step::JpegMarker, [0xff, 0x01 | 0xd0..=0xd8]) => self.next(Step::JpegMarker, 0, 2),
            (Step::JpegMarker, [0xff, 0xda]) if self.frames > 0 => self.enough(),
            (Step::JpegMarker, [0xff, marker]) if *marker >= 0xc0 && *marker != 0xd9 && *marker != 0xda => {
                let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                self.next(Step::JpegLength { is_frame }, 0, 2);
            }
            (Step::JpegLength { is_frame }, [high, low]) => {
                let rest = u16::from_be_bytes([*high, *low]).checked_sub(2).ok_or(FileRefused::Damaged)?;
                match is_frame {
                    true if rest < 6 => return Err(FileRefused::Damaged),
                    true => {
                        self.next(Step::JpegFrame, 0, usize::from(rest));
                    }
                    false => self.next(Step::JpegMarker, u64::from(rest), 2),
                }
            }
            (Step::JpegFrame, [_, h1, h2, w1, w2, ..]) => {
                pixels(u16::from_be_bytes([*w1, *w2]).into(), u16::from_be_bytes([*h1, *h2]).into())?;
                self.frames += 1;
                self.next(Step::JpegMarker, 0, 2);
            }
            _ => return Err(FileRefused::Damaged),
        }
        Ok(())
    }

    fn gif(&mut self, held: &[u8]) -> Result<(), FileRefused> {
        match (self.step, held) {
            (Step::GifScreen, [w1, w2, h1, h2, packed, ..]) => {
                pixels(u16::from_le_bytes([*w1, *w2]).into(), u16::from_le_bytes([*h1, *h2]).into())?;
                self.next(Step::GifBlock, colours(*packed), 1);
            }
            (Step::GifBlock, [0x21]) => self.next(Step::GifExtension, 0, 1),
            (Step::GifBlock, [0x2c]) => self.next(Step::GifImage, 0, 9),
            (Step::GifBlock, [0x3b]) => self.enough(),
            (Step::GifExtension, _) => self.next(Step::GifData, 0, 1),
            (Step::GifImage, [_, _, _, _, w1, w2, h1, h2, packed]) => {
                let (width, height) = (u16::from_le_bytes([*w1, *w2]), u16::from_le_bytes([*h1, *h2]));
                self.frames += pixels(width.into(), height.into())?;
                if self.frames > MOST_PIXELS_OF_FRAMES {
                    return Err(FileRefused::HugeImage);
                }
                self.next(Step::GifCodeSize, colours(*packed), 1);
            }
            (Step::GifCodeSize, _) => self.next(Step::GifData, 0, 1),
            (Step::GifData, [0]) => self.next(Step::GifBlock, 0, 1),
            (Step::GifData, [length]) => self.next(Step::GifData, u64::from(*length), 1),
            _ => return Err(FileRefused::Damaged),
        }
        Ok(())
    }
}

/// The bytes of the colour table that this says follows.
fn colours(packed: u8) -> u64 {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

fn pixels(width: u32, height: u32) -> Result<u64, FileRefused> {
    match u64::from(width) * u64::from(height) {
        0 => Err(FileRefused::Damaged),
        many if many > MOST_PIXELS => Err(FileRefused::HugeImage),
        some => Ok(some),
    }
}

#[cfg(test)]
mod tests;
