//! How much memory groups with px of their own take, and when it is given back.

use crate::{Error, ErrorKind, Result};

/// Bytes of layers that may always wait, however small the card.
const LEAST_WAITING: usize = 16 << 20;
/// Bytes that layers may always take together, however small the card.
const LEAST_HELD: usize = 256 << 20;

/// Memory of layers, and the layer that is being painted.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Bytes of layers that were drawn and wait until they are rendered.
    pub(super) waiting: usize,
    /// Bytes of all layers.
    pub(super) all: usize,
    most_waiting: usize,
    most: usize,
    /// Clips and groups that are open in the layer that is being painted.
    pub(super) open: usize,
    /// The layer's pixels, and whether something was rendered to them; `None` for the card.
    pub(super) target: Option<(Vec<u8>, bool)>,
    /// More was needed than there may be.
    pub(super) excess: bool,
}

impl Held {
    /// For a card of so many bytes.
    pub(super) fn of(card: usize) -> Self {
        Self { most_waiting: LEAST_WAITING.max(2 * card), most: LEAST_HELD.max(6 * card), ..Self::default() }
    }

    /// Whether what waits should be rendered.
    pub(super) fn is_full(&self) -> bool {
        self.waiting > self.most_waiting
    }

    /// Counts what waited as rendered.
    pub(super) fn let_go(&mut self) {
        self.all = self.all.saturating_sub(std::mem::take(&mut self.waiting));
    }

    /// Takes bytes for a layer, unless that is too many.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        self.excess |= self.all + bytes > self.most;
        if !self.excess {
            self.all += bytes;
        }
        !self.excess
    }

    /// Lets bytes wait that were taken.
    pub(super) fn wait(&mut self, taken: usize, bytes: usize) {
        self.all = self.all.saturating_sub(taken) + bytes;
        self.waiting += bytes;
    }

    /// # Errors
    /// `too-large` when layers needed more memory than they may have.
    pub(super) fn check(&self) -> Result<()> {
        if !self.excess {
            return Ok(());
        }
        let megabytes = self.most >> 20;
        let message = format!("filters, masks and shadows of the card need more than {megabytes} MB at once");
        let hint = "put fewer of them inside each other, move shadows less far, or choose a smaller scale";
        Err(Error::new(ErrorKind::TooLarge, message).with_hint(hint))
    }
}
