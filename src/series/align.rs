//! Which place of an original belongs to which place of its translation: always further on where the translation goes on.

use crate::text::passage::{Cut, Rank};

/// How far in characters, and as a share of the original, a better place may lie from where its share of the text would be.
const REACH: (f32, f32) = (120.0, 0.12);

/// One place of the original for each place inside the translation, in order; none lies before that of a place before it.
///
/// Paragraphs and sentences are paired where both texts have the same number of them and each is about as long as it should be; any other
/// place has the one nearest to its share. `lengths` are those of translation and original in characters.
pub(super) fn align(ours: &[Cut], theirs: &[Cut], lengths: (usize, usize)) -> Vec<Cut> {
    let mut aligner = Aligner { ours, theirs, lengths, found: vec![None; ours.len()] };
    aligner.each_gap(Rank::Paragraph, Aligner::pair);
    aligner.each_gap(Rank::Sentence, Aligner::pair);
    for rank in [Rank::Paragraph, Rank::Line, Rank::Sentence, Rank::Clause, Rank::Word] {
        aligner.each_gap(rank, Aligner::approach);
    }
    let mut before = Cut { end: 0, next: 0, rank: Rank::Word };
    let found = aligner.found.iter().map(|found| {
        // Two places of the translation share one where the original has too few.
        before = found.and_then(|at| theirs.get(at)).copied().unwrap_or(Cut { rank: Rank::Word, ..before });
        before
    });
    found.collect()
}

struct Aligner<'a> {
    ours: &'a [Cut],
    theirs: &'a [Cut],
    lengths: (usize, usize),
    /// For each place of the translation the index of one of the original.
    found: Vec<Option<usize>>,
}

/// A stretch of both texts between two places that are paired.
struct Gap {
    /// Where it begins and ends in the translation and in the original.
    ours: (usize, usize),
    theirs: (usize, usize),
    /// Indices of the places inside it that have a rank.
    mine: Vec<usize>,
    pool: Vec<usize>,
}

impl Aligner<'_> {
    /// Does something with each stretch between pairs, and the places of a rank or a better one in it.
    fn each_gap(&mut self, rank: Rank, act: fn(&mut Self, &Gap, Rank)) {
        let pairs: Vec<(usize, usize)> =
            self.found.iter().enumerate().filter_map(|(our, found)| Some((our, (*found)?))).collect();
        let (mut our, mut their, mut start) = (0, 0, (0, 0));
        for pair in pairs.iter().map(Some).chain(std::iter::once(None)) {
            let (our_end, their_end) = pair.copied().unwrap_or((self.ours.len(), self.theirs.len()));
            let end = (
                self.ours.get(our_end).map_or(self.lengths.0, |cut| cut.end),
                self.theirs.get(their_end).map_or(self.lengths.1, |cut| cut.end),
            );
            let of_rank = |cuts: &[Cut], from: usize, to: usize| -> Vec<usize> {
                (from..to).filter(|at| cuts.get(*at).is_some_and(|cut| cut.rank <= rank)).collect()
            };
            let gap = Gap {
                ours: (start.0, end.0),
                theirs: (start.1, end.1),
                mine: of_rank(self.ours, our, our_end),
                pool: of_rank(self.theirs, their, their_end),
            };
            act(self, &gap, rank);
            (our, their, start) = (our_end + 1, their_end + 1, end);
        }
    }

    /// Pairs all places of a stretch where there are as many in both texts, and what lies between them is about as long.
    fn pair(&mut self, gap: &Gap, _: Rank) {
        if gap.mine.is_empty() || gap.mine.len() != gap.pool.len() {
            return;
        }
        let parts = |cuts: &[Cut], places: &[usize], (start, end): (usize, usize)| -> Vec<f32> {
            let ends = places.iter().filter_map(|at| cuts.get(*at)).map(|cut| cut.end).chain([end]);
            let mut from = start;
            ends.map(|end| (end - std::mem::replace(&mut from, end)) as f32).collect()
        };
        let scale = (gap.theirs.1 - gap.theirs.0) as f32 / (gap.ours.1 - gap.ours.0).max(1) as f32;
        let (ours, theirs) = (parts(self.ours, &gap.mine, gap.ours), parts(self.theirs, &gap.pool, gap.theirs));
        let alike = |(our, their): (&f32, &f32)| (our * scale - their).abs() <= (0.6 * our * scale).max(80.0);
        if ours.iter().zip(&theirs).all(alike) {
            for (our, their) in gap.mine.iter().zip(&gap.pool) {
                self.take(*our, *their);
            }
        }
    }

    /// Gives each place the nearest one; of several that would have the same, the nearest has it.
    fn approach(&mut self, gap: &Gap, rank: Rank) {
        let scale = (gap.theirs.1 - gap.theirs.0) as f32 / (gap.ours.1 - gap.ours.0).max(1) as f32;
        let reach = if rank == Rank::Word { f32::INFINITY } else { REACH.0.min(REACH.1 * self.lengths.1 as f32) };
        let mut taken: Option<(f32, usize, usize)> = None;
        for our in &gap.mine {
            let Some(cut) = self.ours.get(*our) else { continue };
            let share = gap.theirs.0 as f32 + (cut.end - gap.ours.0) as f32 * scale;
            // Places rise in both texts, so the nearest is one of the two around the share.
            let end = |at: &usize| self.theirs.get(*at).map_or(0.0, |cut| cut.end as f32);
            let after = gap.pool.partition_point(|at| end(at) < share);
            let around = gap.pool.get(after.saturating_sub(1)..(after + 1).min(gap.pool.len())).unwrap_or_default();
            let nearest = around.iter().map(|at| ((end(at) - share).abs(), *at)).min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((far, their)) = nearest.filter(|(far, _)| *far <= reach) else { continue };
            match taken {
                Some((least, _, same)) if same == their && least <= far => continue,
                Some((_, before, same)) if same == their => self.clear(before),
                _ => {}
            }
            self.take(*our, their);
            taken = Some((far, *our, their));
        }
    }

    fn take(&mut self, our: usize, their: usize) {
        if let Some(found) = self.found.get_mut(our) {
            *found = Some(their);
        }
    }

    fn clear(&mut self, our: usize) {
        if let Some(found) = self.found.get_mut(our) {
            *found = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::cuts;

    fn aligned(ours: &str, theirs: &str) -> (Vec<Cut>, Vec<Cut>, Vec<Cut>) {
        let (ours, theirs): (Vec<char>, Vec<char>) = (ours.chars().collect(), theirs.chars().collect());
        let (our_cuts, their_cuts) = (cuts(&ours, "en", &[]), cuts(&theirs, "fr", &[]));
        let found = align(&our_cuts, &their_cuts, (ours.len(), theirs.len()));
        (our_cuts, their_cuts, found)
    }

    /// Paragraphs of so many sentences.
    fn text(paragraphs: &[usize], sentence: &str) -> String {
        let paragraphs = paragraphs.iter().map(|sentences| vec![sentence; *sentences].join(" "));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn places_never_go_back_whatever_the_texts_are() {
        let counts = [1, 2, 4, 5, 9, 14, 18];
        let mut seed = 7_usize;
        let mut pick = || {
            seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
            counts[seed / 65_536 % counts.len()]
        };
        for round in 0..60 {
            let ours = text(&[pick(), pick(), pick(), pick()], "The boat was late again, and nobody said so.");
            let theirs = text(&vec![pick(); 1 + round % 4], "Le bateau.");
            let (our_cuts, their_cuts, found) = aligned(&ours, &theirs);
            assert_eq!(found.len(), our_cuts.len());
            assert!(found.is_sorted_by_key(|cut| cut.end), "{ours}\n{theirs}");
            let known = |cut: &Cut| their_cuts.iter().any(|other| (other.end, other.next) == (cut.end, cut.next));
            assert!(found.iter().all(|cut| known(cut) || (cut.end, cut.next) == (0, 0)));
        }
    }

    #[test]
    fn as_many_sentences_are_paired_and_otherwise_the_share_counts() {
        let (ours, _, found) = aligned(&text(&[3, 2], "We waited for the ferry."), &text(&[5], "Nous attendions."));
        let sentences = ours.iter().zip(&found).filter(|(cut, _)| cut.rank <= Rank::Sentence);
        assert_eq!(sentences.map(|(_, cut)| cut.end).collect::<Vec<_>>(), [16, 33, 50, 67]);
        // As many paragraphs, but not of the same matter: half of the translation has half of the original.
        let (ours, theirs, found) = aligned(&text(&[14, 2], "We waited for it."), &text(&[2, 14], "Nous attendions."));
        let half = ours.iter().position(|cut| cut.end > 8 * 18 && cut.rank == Rank::Sentence).expect("a sentence");
        let length = theirs.last().expect("a place").end;
        assert!(found[half].end.abs_diff(length * 9 / 16) < length / 8, "{:?} of {length}", found[half]);
    }
}
