//! What waits behind a card of the start page, counted by the capability whose card it is.

use std::pin::Pin;
use std::sync::Arc;

use behorig_access::{Instant, Viewer};
use behorig_store::{StoreError, Tx};

/// The answer of a count.
pub type Counted<'t> = Pin<Box<dyn Future<Output = Result<i64, StoreError>> + Send + 't>>;

/// A figure on a card: *3 nya beställningar*.
#[derive(Debug, Clone, Copy)]
pub struct CardFigure {
    /// The path of the menu item whose card it stands on.
    pub path: &'static str,
    /// Text id of the figure in words; the text takes `$count`.
    pub words: &'static str,
    /// Counts what waits for the viewer, inside the viewer's own grants. It must be cheap: it runs at each start page.
    pub count: for<'t> fn(&'t mut Tx, &'t Viewer, Instant) -> Counted<'t>,
}

/// The figures that the program handed over; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Figures(Arc<[CardFigure]>);

impl Figures {
    pub(crate) fn new(figures: Vec<CardFigure>) -> Self {
        Self(figures.into())
    }

    pub(crate) fn on(&self, path: &str) -> Option<&CardFigure> {
        self.0.iter().find(|figure| figure.path == path)
    }
}
