//! Names for the cards of a record, in input order: what is known of each name, and whether an earlier record has it.

use std::sync::Arc;

use super::destination::unwritable;
use super::index::{Entry, Index};
use super::{Item, Plan, name};
use crate::series::file_name;
use crate::{Assets, Error, ErrorKind, Overflow, Record, Result};

/// A card to be made.
#[derive(Debug)]
pub(super) struct Claim {
    /// Its number in the input, over all records and kinds, from 0.
    pub card: u64,
    /// Which of the plan's kinds.
    pub kind: usize,
    /// Which of the kind's encodings.
    pub encoding: usize,
    /// Its file name.
    pub name: String,
    /// What an earlier run left.
    pub known: Option<Entry>,
    /// What an earlier run left of a series: its cards in order, all of them.
    pub series: Vec<Entry>,
}

/// A record and the cards to be made of it.
pub(super) struct Job {
    /// The record.
    pub record: Record,
    /// Name of its input and its number there.
    pub place: (Arc<str>, usize),
    /// Its pictures.
    pub assets: Arc<dyn Assets + Send + Sync>,
    /// Its cards, kind after kind.
    pub claims: Vec<Claim>,
}

/// A record that gets no cards: the numbers they would have had, the record, and why.
pub(super) struct Refused {
    /// Numbers of the cards.
    pub cards: std::ops::Range<u64>,
    /// The record, when it could be read.
    pub record: Option<Record>,
    /// Why.
    pub error: Error,
}

/// Gives numbers and names.
#[derive(Debug)]
pub(super) struct Claims {
    index: Index,
    records: u32,
    cards: u64,
}

impl Claims {
    pub(super) fn new(index: Index) -> Self {
        Self { index, records: 0, cards: 0 }
    }

    /// How many cards have a number.
    pub(super) fn cards(&self) -> u64 {
        self.cards
    }

    /// The next record of the batch.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the index cannot be read or written: the run cannot go on.
    pub(super) fn claim(&mut self, item: Item, plan: &Plan) -> Result<Result<Job, Box<Refused>>> {
        self.records = self.records.saturating_add(1);
        let count: usize = plan.kinds.iter().map(|kind| kind.encodings.len()).sum();
        let cards = self.cards..self.cards + count as u64;
        self.cards = cards.end;
        let Item { found, file, number, assets } = item;
        let record = match found {
            Ok(record) => record,
            Err(error) => return Ok(Err(Box::new(Refused { cards, record: None, error }))),
        };
        match self.names(&record, plan, cards.start) {
            Ok(Ok(claims)) => Ok(Ok(Job { record, place: (file, number), assets, claims })),
            Ok(Err(error)) => {
                let error = error.in_file(file.as_ref()).in_record(number);
                Ok(Err(Box::new(Refused { cards, record: Some(record), error })))
            }
            Err(error) => Err(unwritable(plan.destination.scratch().display(), error)),
        }
    }

    /// The cards of a record; nothing is taken when one of their names has an owner.
    fn names(&mut self, record: &Record, plan: &Plan, first: u64) -> std::io::Result<Result<Vec<Claim>>> {
        let fields = name::fields(record);
        let mut claims = Vec::new();
        for (kind_at, kind) in plan.kinds.iter().enumerate() {
            for (at, encoding) in kind.encodings.iter().enumerate() {
                let name = match plan.names.name(&fields, self.records, kind, encoding.format) {
                    Ok(name) => name,
                    Err(error) => return Ok(Err(error)),
                };
                let known = self.index.get(&name::key(&name))?;
                if let Some(Entry { record: owner @ 1.., .. }) = known {
                    return Ok(Err(taken(&name, owner, self.records)));
                }
                let mut series = Vec::new();
                if plan.options.overflow == Overflow::Pages {
                    if let Some(owner) = self.owner_of_pages(&name)? {
                        return Ok(Err(paged(&name, owner, self.records)));
                    }
                    series = self.series(&name)?;
                }
                claims.push(Claim {
                    card: first + claims.len() as u64,
                    kind: kind_at,
                    encoding: at,
                    name,
                    known,
                    series,
                });
            }
        }
        for claim in &claims {
            let entry = Entry { record: self.records, ..claim.known.unwrap_or_default() };
            self.index.put(&name::key(&claim.name), &entry)?;
            if let Some(mark) = name::page_mark(&claim.name).filter(|_| plan.options.overflow == Overflow::Pages) {
                self.index.put(&name::key(&mark), &Entry { record: self.records, ..Entry::default() })?;
            }
        }
        let known = |claim: Claim| {
            let known = claim.known.filter(|entry| entry.place.length > 0);
            Claim { known, ..claim }
        };
        Ok(Ok(claims.into_iter().map(known).collect()))
    }

    /// The record whose cards a name could clash with if they were a series: the one whose pages would be called so, or one that is
    /// called as a page of this one would be.
    fn owner_of_pages(&mut self, name: &str) -> std::io::Result<Option<u32>> {
        let series = name::page_of(name);
        let marked = name::page_mark(&file_name(name, 1));
        for other in series.into_iter().chain(marked) {
            if let Some(Entry { record: owner @ 1.., .. }) = self.index.get(&name::key(&other))? {
                return Ok(Some(owner));
            }
        }
        Ok(None)
    }

    /// What is known of a series with a name: its cards in order, when all of them are known and their lines stand together.
    fn series(&mut self, name: &str) -> std::io::Result<Vec<Entry>> {
        let mut found: Vec<Entry> = Vec::new();
        let Some(first) = self.index.get(&name::key(&file_name(name, 1)))? else { return Ok(found) };
        for number in 1..=usize::from(first.pages) {
            let Some(entry) = self.index.get(&name::key(&file_name(name, number)))? else { return Ok(Vec::new()) };
            let follows =
                found.last().is_none_or(|last| last.place.offset + u64::from(last.place.length) == entry.place.offset);
            if entry.pages != first.pages || entry.place.length == 0 || !follows {
                return Ok(Vec::new());
            }
            found.push(entry);
        }
        Ok(found)
    }
}

/// The error of a name that a page of another record's series may have.
fn paged(name: &str, owner: u32, record: u32) -> Error {
    Error::new(
        ErrorKind::InvalidValue,
        format!("record {record} has the name `{name}`, which a page of record {owner} could have, or the other way round"),
    )
    .with_hint("pages are called NAME-1, NAME-2, …: give the records other ids, or use a `--name` that does not end in a number")
}

fn taken(name: &str, owner: u32, record: u32) -> Error {
    Error::new(
        ErrorKind::InvalidValue,
        format!("record {record} has the name `{name}`, which record {owner} has already"),
    )
    .with_hint("give them different ids, or use a `--name` with `{{ number }}`")
}
