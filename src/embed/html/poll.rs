//! A poll: its options with their shares.

use super::Writer;
use crate::record::Poll;
use crate::text::alt::{percentages, poll_state};
use crate::text::phrase::fill;

impl Writer<'_> {
    pub(super) fn poll(&mut self, poll: &Poll) {
        let phrases = self.embed.phrases;
        self.html.line();
        self.html.open("ul", &[("class", "pullquote-poll")]);
        self.html.line();
        for (option, share) in poll.options.iter().zip(percentages(poll)) {
            self.html.open("li", &[]);
            self.html.element("bdi", &[], option.label.trim());
            if let Some(share) = share {
                let (percent, value) = (fill(phrases.percent, &share.to_string()), share.min(100).to_string());
                self.html.text(" ");
                self.html.element("b", &[], &percent);
                self.votes(option.votes);
                self.html.text(" ");
                self.html.element(
                    "meter",
                    &[("max", "100"), ("value", value.as_str()), ("aria-hidden", "true")],
                    &percent,
                );
            } else {
                self.votes(option.votes);
            }
            self.html.close("li");
            self.html.line();
        }
        self.html.close("ul");
        let closes = poll.closes_at.as_deref().and_then(|date| self.date(date));
        let state = poll_state(poll, phrases, closes.as_deref());
        if !state.is_empty() {
            self.own_line("pullquote-small", &state.join(" · "));
        }
    }

    fn votes(&mut self, votes: Option<u64>) {
        let phrases = self.embed.phrases;
        if let Some(votes) = votes {
            self.html.text(&fill(phrases.parentheses, &phrases.counted(phrases.votes, votes)));
        }
    }
}
