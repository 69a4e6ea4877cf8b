//! The shares of a poll, where its votes are known.

use crate::record::Poll;
use crate::text::{shares, shares_of};

/// The share of each option in whole percent; `None` where its votes are not known, or nobody voted.
///
/// Where one could choose several and the number of people is known, shares are of people, else of all votes.
pub(crate) fn percentages(poll: &Poll) -> Vec<Option<u32>> {
    let counts: Vec<u64> = poll.options.iter().map(|option| option.votes.unwrap_or_default()).collect();
    let people = poll.voters.filter(|voters| poll.multiple == Some(true) && *voters > 0);
    if people.is_none() && counts.iter().all(|count| *count == 0) {
        return vec![None; counts.len()];
    }
    let parts = people.map_or_else(|| shares(&counts), |people| shares_of(&counts, people));
    poll.options.iter().zip(parts).map(|(option, share)| option.votes.map(|_| share)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::PollOption;

    fn poll(votes: &[Option<u64>], multiple: bool, voters: Option<u64>) -> Poll {
        let options = votes.iter().map(|votes| PollOption { label: "a".to_owned(), votes: *votes }).collect();
        Poll { options, voters, multiple: Some(multiple), ..Poll::default() }
    }

    #[test]
    fn several_choices_are_compared_with_people() {
        assert_eq!(percentages(&poll(&[Some(2), Some(1)], false, None)), [Some(67), Some(33)]);
        assert_eq!(percentages(&poll(&[Some(3), Some(2)], true, Some(4))), [Some(75), Some(50)]);
        assert_eq!(percentages(&poll(&[Some(3), Some(2)], true, None)), [Some(60), Some(40)]);
    }

    #[test]
    fn hidden_results_have_no_shares() {
        assert_eq!(percentages(&poll(&[None, None], false, Some(7))), [None, None]);
        assert_eq!(percentages(&poll(&[Some(0)], false, None)), [None]);
        assert!(percentages(&poll(&[], false, None)).is_empty());
    }
}
