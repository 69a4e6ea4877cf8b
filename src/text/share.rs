//! Votes as hundredths that add up.

/// The hundredths of each count, by largest remainder: they add up to 100 unless there are no votes at all.
pub(crate) fn shares(counts: &[u64]) -> Vec<u32> {
    let all: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    if all == 0 {
        return vec![0; counts.len()];
    }
    let parts: Vec<u128> = counts.iter().map(|count| u128::from(*count) * 100).collect();
    let mut shares: Vec<u32> = parts.iter().map(|part| (part / all) as u32).collect();
    let given: u32 = shares.iter().sum();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    // Equal counts keep their order, so that the same poll always reads the same.
    order.sort_by_key(|index| std::cmp::Reverse(parts.get(*index).map(|part| part % all)));
    for index in order.into_iter().take(100_u32.saturating_sub(given) as usize) {
        if let Some(share) = shares.get_mut(index) {
            *share += 1;
        }
    }
    shares
}

/// The hundredths of `voters` who chose each option, where one could choose several: rounded, each for itself, 100 at most.
pub(crate) fn shares_of(counts: &[u64], voters: u64) -> Vec<u32> {
    let all = u128::from(voters.max(1));
    counts.iter().map(|count| ((u128::from(*count) * 200 + all) / (all * 2)).min(100) as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_a_hundred() {
        assert_eq!(shares(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(&[412, 301, 77, 10]), [51, 38, 10, 1]);
        assert_eq!(shares(&[0, 7]), [0, 100]);
        for counts in [vec![1, 2, 3, 5, 8, 13], vec![999, 1], vec![u64::MAX, u64::MAX, 1], vec![29, 29, 29, 13]] {
            assert_eq!(shares(&counts).iter().sum::<u32>(), 100, "{counts:?}");
        }
        assert_eq!(shares(&[0, 0]), [0, 0]);
        assert!(shares(&[]).is_empty());
    }

    #[test]
    fn shares_of_voters_stand_each_for_itself() {
        assert_eq!(shares_of(&[3, 2, 1], 3), [100, 67, 33]);
        assert_eq!(shares_of(&[5, 0], 0), [100, 0]);
    }
}
