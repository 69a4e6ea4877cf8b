//! Polls: options, votes where they are known, the end.

use crate::read::Json;
use crate::read::date::moment;
use crate::read::json::Ask;
use crate::read::line::visible;
use crate::record::{Poll, PollOption};

/// Reads a poll; `None` when it has no option with words.
pub(super) fn read(poll: &Json<'_>) -> Option<Poll> {
    let option = |option: &Json<'_>| {
        let label = option.text("title").and_then(visible)?;
        Some(PollOption { label, votes: option.count("votes_count") })
    };
    let options: Vec<PollOption> = poll.items("options").iter().filter_map(option).collect();
    if options.is_empty() {
        return None;
    }
    let multiple = poll.flag("multiple");
    // Where one may choose once, there are as many voters as votes.
    let votes = if multiple { None } else { poll.count("votes_count") };
    Some(Poll {
        options,
        voters: poll.count("voters_count").or(votes),
        closes_at: poll.text("expires_at").and_then(moment).map(|moment| moment.text),
        closed: poll.field("expired").map(|_| poll.flag("expired")),
        multiple: Some(multiple),
    })
}
