//! The few words of our own around those of a record: for alternative texts and embeds, and on cards (`label`), in more than twenty languages.
//!
//! Short tables, one constant a language; a language that is not in them is set as English. Values go in at `{}` and are never
//! inflected, so every phrase is made such that any name or date can stand there.

mod east;
mod germanic;
mod label;
mod romance;
mod slavic;

pub(crate) use label::{Label, label};

use super::language;
use crate::record::{MediaKind, Unavailable, Verified};

/// The phrases of a language.
#[derive(Debug)]
pub(crate) struct Phrases {
    /// Language of the phrases (BCP 47).
    pub(crate) tag: &'static str,
    /// A quotation: without and with its author.
    pub(crate) quotation: [&'static str; 2],
    /// A post: without and with its author.
    pub(crate) post: [&'static str; 2],
    /// A quoted post: without and with its author.
    pub(crate) quoted_post: [&'static str; 2],
    /// The next post of a thread: without and with its author.
    pub(crate) next_post: [&'static str; 2],
    /// The post that is answered: without and with its author.
    pub(crate) answered_post: [&'static str; 2],
    /// Whom a post answers.
    pub(crate) reply_to: &'static str,
    /// Who reposted it.
    pub(crate) reposted_by: &'static str,
    /// Follows what was said of a post: where it stood.
    pub(crate) on: &'static str,
    /// Photo, video, animation, audio.
    pub(crate) media: [&'static str; 4],
    /// A piece of media that nobody described.
    pub(crate) undescribed: &'static str,
    /// Poll.
    pub(crate) poll: &'static str,
    /// Votes: forms in the order of [`Phrases::counted`].
    pub(crate) votes: &'static str,
    /// People who voted: as `votes`.
    pub(crate) voters: &'static str,
    /// The poll: over; when it ends; one may choose several.
    pub(crate) poll_state: [&'static str; 3],
    /// Percent.
    pub(crate) percent: &'static str,
    /// Preview of a linked page.
    pub(crate) link: &'static str,
    /// Note of the community.
    pub(crate) note: &'static str,
    /// Warning in front of the words.
    pub(crate) warning: &'static str,
    /// The content is called sensitive.
    pub(crate) sensitive: &'static str,
    /// Labels.
    pub(crate) labels: &'static str,
    /// Question of an interviewer.
    pub(crate) question: &'static str,
    /// In front of the words before they were translated.
    pub(crate) original: &'static str,
    /// Who took the photo.
    pub(crate) photo_credit: &'static str,
    /// Where the words stand.
    pub(crate) source: &'static str,
    /// There are no words, and why.
    pub(crate) unavailable: &'static str,
    /// Deleted, blocked, private, withheld, detached, suspended.
    pub(crate) reasons: [&'static str; 6],
    /// The text was cut where it comes from.
    pub(crate) cut: &'static str,
    /// When it was edited.
    pub(crate) edited: &'static str,
    /// When the payload was saved.
    pub(crate) captured: &'static str,
    /// Replies, reposts, likes, quotes, bookmarks, views.
    pub(crate) counts: [&'static str; 6],
    /// What a network vouches for: a person, an organisation, a government.
    pub(crate) verified: [&'static str; 3],
    /// Between a label and what it labels.
    pub(crate) colon: &'static str,
    /// Between parts of a list.
    pub(crate) comma: &'static str,
    /// Around an addition, with the space before it.
    pub(crate) parentheses: &'static str,
    /// After a sentence, and between sentences.
    pub(crate) stop: [&'static str; 2],
}

impl Phrases {
    /// The phrases of a language, else those of its relative, else the English ones.
    pub(crate) fn of(locale: &str) -> &'static Self {
        let tag = tag(locale);
        ALL.into_iter().flatten().find(|phrases| phrases.tag == tag).unwrap_or(&germanic::ENGLISH)
    }

    /// A number of things in the form that the language has for it.
    ///
    /// `forms` are separated by `|`: as many as the language tells apart, the one for 1 first, the most general one last.
    pub(crate) fn counted(&self, forms: &'static str, count: u64) -> String {
        let forms: Vec<&str> = forms.split('|').collect();
        let form = forms.get(self.form(count)).or(forms.last()).copied().unwrap_or("{}");
        fill(form, &count.to_string())
    }

    /// Which of the forms a number takes (plural rules of CLDR, for whole numbers).
    fn form(&self, count: u64) -> usize {
        let (ten, hundred) = (count % 10, count % 100);
        match self.tag {
            "ja" | "zh" | "zh-Hant" | "ko" | "id" => 0,
            "fr" | "pt" => usize::from(count > 1),
            "pl" if count == 1 => 0,
            "ru" | "uk" if ten == 1 && hundred != 11 => 0,
            "pl" | "ru" | "uk" => {
                if (2..=4).contains(&ten) && !(12..=14).contains(&hundred) {
                    1
                } else {
                    2
                }
            }
            "cs" => match count {
                1 => 0,
                2..=4 => 1,
                _ => 2,
            },
            _ => usize::from(count != 1),
        }
    }

    /// The word for a kind of media.
    pub(crate) fn media_kind(&self, kind: MediaKind) -> &'static str {
        let [photo, video, animation, audio] = self.media;
        match kind {
            MediaKind::Photo => photo,
            MediaKind::Video => video,
            MediaKind::Gif => animation,
            MediaKind::Audio => audio,
        }
    }

    /// Why there are no words.
    pub(crate) fn reason(&self, reason: Unavailable) -> &'static str {
        let [deleted, blocked, private, withheld, detached, suspended] = self.reasons;
        match reason {
            Unavailable::Deleted => deleted,
            Unavailable::Blocked => blocked,
            Unavailable::Private => private,
            Unavailable::Withheld => withheld,
            Unavailable::Detached => detached,
            Unavailable::Suspended => suspended,
        }
    }

    /// What a network vouches for.
    pub(crate) fn vouched(&self, verified: Verified) -> &'static str {
        let [person, organization, government] = self.verified;
        match verified {
            Verified::Individual => person,
            Verified::Organization => organization,
            Verified::Government => government,
        }
    }

    /// A label and what it labels.
    pub(crate) fn labelled(&self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.colon)
    }

    /// Something with or without its author.
    pub(crate) fn by(&self, [alone, by]: [&'static str; 2], author: Option<&str>) -> String {
        author.map_or_else(|| alone.to_owned(), |author| fill(by, author))
    }
}

/// The tag under which the tables have a language.
fn tag(locale: &str) -> String {
    let has = |wanted: &str| locale.split(['-', '_']).skip(1).any(|part| part.eq_ignore_ascii_case(wanted));
    let primary = language(locale);
    match primary.as_str() {
        "no" | "nn" => "nb".to_owned(),
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "zh" if !has("Hans") && ["Hant", "TW", "HK", "MO"].into_iter().any(has) => "zh-Hant".to_owned(),
        _ => primary,
    }
}

/// A phrase with its value.
pub(crate) fn fill(phrase: &str, value: &str) -> String {
    phrase.replacen("{}", value, 1)
}

const ALL: [&[Phrases]; 4] = [germanic::LANGUAGES, romance::LANGUAGES, slavic::LANGUAGES, east::LANGUAGES];

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Phrases> {
        ALL.into_iter().flatten()
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        for (locale, tag) in [
            ("de-AT", "de"),
            ("pt_BR", "pt"),
            ("nn", "nb"),
            ("zh-TW", "zh-Hant"),
            ("zh-Hans-HK", "zh"),
            ("zh", "zh"),
            ("xx", "en"),
            ("", "en"),
            ("EN-us", "en"),
        ] {
            assert_eq!(Phrases::of(locale).tag, tag, "{locale}");
        }
        assert!(all().count() >= 20);
    }

    #[test]
    fn every_phrase_has_the_places_it_needs() {
        for phrases in all() {
            let tag = phrases.tag;
            let pairs =
                [phrases.quotation, phrases.post, phrases.quoted_post, phrases.next_post, phrases.answered_post];
            for [alone, by] in pairs {
                assert!(!alone.contains('{') && !alone.is_empty() && by.matches("{}").count() == 1, "{tag}: {by}");
            }
            let places = [
                phrases.reply_to,
                phrases.reposted_by,
                phrases.on,
                phrases.undescribed,
                phrases.poll_state[1],
                phrases.percent,
                phrases.unavailable,
                phrases.edited,
                phrases.captured,
                phrases.parentheses,
            ];
            for phrase in places {
                assert_eq!(phrase.matches("{}").count(), 1, "{tag}: {phrase}");
            }
            for forms in [phrases.votes, phrases.voters] {
                assert!(forms.split('|').all(|form| form.matches("{}").count() == 1), "{tag}: {forms}");
            }
            let words = [phrases.media.as_slice(), &phrases.reasons, &phrases.counts, &phrases.verified].concat();
            assert!(words.iter().all(|word| !word.trim().is_empty() && !word.contains('{')), "{tag}");
        }
    }

    #[test]
    fn numbers_take_their_forms() {
        let counted = |tag: &str, count| {
            let phrases = Phrases::of(tag);
            phrases.counted(phrases.votes, count)
        };
        assert_eq!([0, 1, 2].map(|count| counted("en", count)), ["0 votes", "1 vote", "2 votes"]);
        assert_eq!([0, 1, 2].map(|count| counted("fr", count)), ["0 vote", "1 vote", "2 votes"]);
        assert_eq!(
            [1, 2, 5, 11, 12, 21, 22, 112].map(|count| counted("ru", count)),
            ["1 голос", "2 голоса", "5 голосов", "11 голосов", "12 голосов", "21 голос", "22 голоса", "112 голосов"]
        );
        assert_eq!(
            [1, 3, 5, 21, 22].map(|count| counted("pl", count)),
            ["1 głos", "3 głosy", "5 głosów", "21 głosów", "22 głosy"]
        );
        assert_eq!([1, 3, 5].map(|count| counted("cs", count)), ["1 hlas", "3 hlasy", "5 hlasů"]);
        assert_eq!([1, 2].map(|count| counted("ja", count)), ["1票", "2票"]);
    }
}
