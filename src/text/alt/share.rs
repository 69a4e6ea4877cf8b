//! The shares of a poll: whole percents that add up to a hundred.

use crate::record::Poll;

/// What the votes of a poll are compared with: the people who voted where one could choose several and their number is known, else all votes.
fn whole_of(poll: &Poll) -> u64 {
    let votes = poll.options.iter().filter_map(|option| option.votes).fold(0, u64::saturating_add);
    if poll.multiple == Some(true) { poll.voters.unwrap_or(votes) } else { votes }
}

/// The share of each option in whole percent; `None` where its votes are not known, or nobody voted.
///
/// Where one could choose only one and every option has its votes, the shares add up to 100: the largest remainders are rounded up.
pub(crate) fn percentages(poll: &Poll) -> Vec<Option<u64>> {
    let whole = u128::from(whole_of(poll));
    if whole == 0 {
        return vec![None; poll.options.len()];
    }
    let exact = |votes: u64| (u128::from(votes) * 100 / whole, u128::from(votes) * 100 % whole);
    if poll.multiple == Some(true) {
        let rounded = |votes| {
            let (percent, rest) = exact(votes);
            percent + u128::from(rest * 2 >= whole)
        };
        return poll.options.iter().map(|option| u64::try_from(rounded(option.votes?)).ok()).collect();
    }
    let mut shares: Vec<Option<(u128, u128)>> = poll.options.iter().map(|option| option.votes.map(exact)).collect();
    let sum: u128 = shares.iter().flatten().map(|(percent, _)| percent).sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(shares.get(*index).copied().flatten().map(|(_, rest)| rest)));
    let missing = usize::try_from(100_u128.saturating_sub(sum)).unwrap_or_default();
    for index in order.into_iter().take(missing) {
        if let Some(Some((percent, _))) = shares.get_mut(index) {
            *percent += 1;
        }
    }
    shares.into_iter().map(|share| u64::try_from(share?.0).ok()).collect()
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
    fn shares_add_up_to_a_hundred() {
        for votes in [&[1, 1, 1][..], &[2, 1], &[0, 5], &[1, 1, 1, 1, 1, 1, 1], &[u64::MAX, 1, 3], &[335, 335, 330]] {
            let options: Vec<Option<u64>> = votes.iter().copied().map(Some).collect();
            let shares = percentages(&poll(&options, false, None));
            if votes.iter().try_fold(0_u64, |sum, votes| sum.checked_add(*votes)).is_some() {
                assert_eq!(shares.iter().flatten().sum::<u64>(), 100, "{votes:?}: {shares:?}");
            }
            assert_eq!(shares.len(), votes.len());
        }
        assert_eq!(percentages(&poll(&[Some(2), Some(1)], false, None)), [Some(67), Some(33)]);
    }

    #[test]
    fn several_choices_are_compared_with_people() {
        assert_eq!(percentages(&poll(&[Some(3), Some(2)], true, Some(4))), [Some(75), Some(50)]);
    }

    #[test]
    fn hidden_results_have_no_shares() {
        assert_eq!(percentages(&poll(&[None, None], false, Some(7))), [None, None]);
        assert_eq!(percentages(&poll(&[Some(0)], false, None)), [None]);
        assert!(percentages(&poll(&[], false, None)).is_empty());
    }
}
