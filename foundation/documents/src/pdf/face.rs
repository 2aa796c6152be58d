//! The two faces that everything is set in, and how wide their letters are.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use super::PdfError;

/// Noto Sans, which has the letters of every language that is written in Latin, Greek or Cyrillic (SIL Open Font License).
pub(super) struct Faces {
    pub(super) regular: Face,
    pub(super) bold: Face,
}

impl Faces {
    pub(super) fn load() -> Result<Self, PdfError> {
        Ok(Self { regular: Face::of(notosans::REGULAR_TTF)?, bold: Face::of(notosans::BOLD_TTF)? })
    }

    pub(super) fn of(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }
}

/// One face. Letters are set one after the other, without kerning: at reading size nobody sees the difference, and a shaper is dear
/// to build.
pub(super) struct Face {
    pub(super) data: &'static [u8],
    letters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

impl Face {
    fn of(data: &'static [u8]) -> Result<Self, PdfError> {
        let font = FontRef::new(data).map_err(|_| PdfError::Font)?;
        let everywhere = LocationRef::default();
        let units = f32::from(font.metrics(Size::unscaled(), everywhere).units_per_em);
        Ok(Self { data, letters: font.charmap(), metrics: font.glyph_metrics(Size::unscaled(), everywhere), units })
    }

    /// The glyph of a letter.
    pub(super) fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.letters.map(letter).filter(|glyph| glyph.to_u32() != 0)
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.glyph(letter).is_some()
    }

    /// How far a letter moves on, for a size of 1.
    pub(super) fn advance(&self, letter: char) -> f32 {
        self.glyph(letter).and_then(|glyph| self.metrics.advance_width(glyph)).unwrap_or(0.0) / self.units
    }

    /// How wide a text is, in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * size
    }
}
