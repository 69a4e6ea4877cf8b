//! Small words of each language: articles, pronouns, prepositions and what else tells where a noun phrase ends.
//!
//! Verbs of saying are in `verb`, names in `name`.

use std::collections::HashSet;

use super::language::Language;
use super::lexicon::{Words, words};
use super::name::{Gender, honorific, is_first_name, is_title};
use super::verb::is_speech;
use super::word::Token;

/// Whom a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
    They,
    /// The writer of the article.
    I,
    /// A paper or a body: `it read`. Only made where it speaks.
    It,
}

impl Pronoun {
    /// What the pronoun says of gender.
    pub(super) const fn gender(self) -> Option<Gender> {
        match self {
            Self::He => Some(Gender::Male),
            Self::She => Some(Gender::Female),
            Self::They | Self::I | Self::It => None,
        }
    }
}

static DETERMINERS: Words = Words::new(|| {
    words(
        "en:the en:a en:an en:his en:her en:their en:its en:my en:our en:this en:that en:these en:those en:another en:one en:some en:many \
         en:several en:two en:three en:four en:five en:six en:both en:other en:each en:no en:most en:few en:every \
         de:der de:die de:das de:den de:dem de:des de:ein de:eine de:einen de:einem de:einer de:sein de:seine de:ihr de:ihre de:dieser de:diese \
         de:viele de:einige de:mehrere de:zwei de:drei \
         fr:le fr:la fr:les fr:l' fr:un fr:une fr:des fr:son fr:sa fr:ses fr:leur fr:leurs fr:ce fr:cette fr:cet fr:deux fr:plusieurs fr:du fr:au \
         es:el es:la es:los es:las es:un es:una es:unos es:unas es:su es:sus es:este es:esta es:dos es:varios es:otro es:otra",
    )
});

static PREPOSITIONS: Words = Words::new(|| {
    words(
        "en:in en:at en:of en:for en:with en:from en:to en:by en:on en:about en:against en:between en:into en:over en:under en:near en:among \
         en:across en:around en:inside en:outside en:during en:through en:within en:without en:than en:via en:like en:toward en:towards en:behind \
         en:off en:onto en:upon en:beside en:alongside en:despite \
         de:in de:im de:am de:an de:auf de:aus de:bei de:beim de:mit de:nach de:von de:vom de:vor de:zu de:zum de:zur de:für de:gegen de:über \
         de:unter de:um de:ohne de:durch de:laut de:gegenüber de:seit \
         fr:à fr:de fr:d' fr:du fr:des fr:dans fr:en fr:sur fr:pour fr:par fr:avec fr:sans fr:chez fr:contre fr:entre fr:vers fr:selon fr:aux fr:auprès \
         es:a es:al es:de es:del es:en es:con es:por es:para es:sobre es:contra es:entre es:desde es:hasta es:según es:sin es:ante es:tras",
    )
});

static AUXILIARIES: Words = Words::new(|| {
    words(
        "en:has en:have en:had en:was en:is en:were en:are en:would en:will en:did en:does en:do en:could en:might en:can en:be en:been en:having \
         en:must en:should en:may \
         de:hat de:haben de:hatte de:hatten de:habe de:ist de:war de:sei de:wird de:würde \
         fr:a fr:ont fr:avait fr:avaient fr:est fr:était fr:s'est fr:s' fr:aurait fr:ait \
         es:ha es:han es:había es:habían es:he es:fue es:es es:era es:se es:le es:les",
    )
});

/// Words that begin a clause or join two, and others that are never part of a noun phrase.
static JOINTS: Words = Words::new(|| {
    words(
        "en:but en:and en:so en:yet en:then en:or en:nor en:while en:when en:after en:before en:as en:because en:since en:although en:though en:if \
         en:until en:whereas en:once en:who en:whose en:whom en:which en:what en:where en:why en:how en:not en:it en:there en:here en:now \
         en:also en:later en:still en:again en:just en:only en:even en:too en:well en:yes en:oh en:instead en:meanwhile en:however en:moreover \
         en:today en:yesterday en:tomorrow en:him en:them en:us en:me en:you en:himself en:herself en:themselves en:according en:per en:asked \
         en:up en:out en:down en:back en:never en:always en:ever en:often en:sometimes en:already en:very en:rather en:quite en:perhaps en:maybe \
         de:und de:aber de:oder de:denn de:doch de:dass de:weil de:wenn de:als de:während de:nachdem de:bevor de:wie de:so de:auch de:noch de:schon \
         de:dann de:nun de:hier de:dort de:nicht de:sich de:es de:ihm de:ihn de:ihnen de:uns de:mir de:gestern de:heute de:dabei de:zudem de:hinzu de:weiter de:am \
         fr:et fr:mais fr:ou fr:donc fr:car fr:que fr:qu' fr:qui fr:quand fr:lorsque fr:comme fr:si fr:où fr:dont fr:ne fr:n' fr:pas fr:plus fr:aussi fr:encore \
         fr:puis fr:alors fr:hier fr:ainsi fr:y fr:lui fr:c' fr:ça fr:cela fr:s' fr:se fr:enfin fr:déjà \
         es:y es:e es:pero es:o es:que es:quien es:quién es:cuando es:como es:si es:donde es:no es:más es:también es:aún es:ya es:entonces es:luego es:ayer es:hoy es:así \
         es:me es:nos es:lo es:porque es:mientras",
    )
});

static CALENDAR: Words = Words::new(|| {
    words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december \
         montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz juni juli oktober dezember mai lundi mardi mercredi jeudi vendredi \
         samedi dimanche janvier février avril juin juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo enero \
         febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre sept. oct. nov. dec. jan. feb. aug.",
    )
});

/// What small words mean in the language of an article.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) language: Language,
    determiners: HashSet<&'static str>,
    prepositions: HashSet<&'static str>,
    auxiliaries: HashSet<&'static str>,
    joints: HashSet<&'static str>,
    /// Words that the article also writes in lower case: with a capital they only begin a sentence.
    common: HashSet<String>,
    /// Words that the article writes with a capital inside a sentence.
    proper: HashSet<String>,
    /// Words that stand behind a first name.
    surnames: HashSet<String>,
}

impl Grammar {
    /// The grammar of a language in an article of these words.
    pub(super) fn new<'a>(language: Language, tokens: impl Iterator<Item = &'a Token>) -> Self {
        let mut common = HashSet::new();
        let mut proper = HashSet::new();
        let mut surnames = HashSet::new();
        let mut before: Option<&Token> = None;
        for token in tokens {
            let word = || token.low.trim_end_matches("'s").to_owned();
            let inside =
                before.is_some_and(|before| before.sentence == token.sentence && (before.is_word() || before.is(',')));
            match (token.is_word(), token.is_capital()) {
                (true, false) => drop(common.insert(word())),
                (true, true) if inside => drop(proper.insert(word())),
                _ => {}
            }
            let first = before.is_some_and(|before| {
                before.is_capital()
                    && (is_first_name(&before.low)
                        || (inside && !is_title(&before.low) && honorific(&before.low).is_none()))
            });
            if first && token.is_capital() {
                surnames.insert(word());
            }
            before = Some(token);
        }
        // Lists name the language of each word.
        let own = |list: &Words| {
            let own = |word: &&'static str| word.strip_prefix(language.tag())?.strip_prefix(':');
            list.iter().filter_map(own).collect::<HashSet<&'static str>>()
        };
        Self {
            language,
            determiners: own(&DETERMINERS),
            prepositions: own(&PREPOSITIONS),
            auxiliaries: own(&AUXILIARIES),
            joints: own(&JOINTS),
            common,
            proper,
            surnames,
        }
    }

    pub(super) fn is_determiner(&self, word: &str) -> bool {
        self.determiners.contains(word)
    }

    pub(super) fn is_preposition(&self, word: &str) -> bool {
        self.prepositions.contains(word)
    }

    pub(super) fn is_auxiliary(&self, word: &str) -> bool {
        self.auxiliaries.contains(word)
    }

    /// Whether a word joins clauses or stands outside noun phrases.
    pub(super) fn is_joint(&self, word: &str) -> bool {
        self.joints.contains(word)
    }

    pub(super) fn is_verb(&self, word: &str) -> bool {
        is_speech(word, self.language)
    }

    pub(super) fn is_calendar(word: &str) -> bool {
        CALENDAR.contains(word)
    }

    /// Whether the article writes a word with a capital inside a sentence too.
    pub(super) fn is_proper(&self, word: &str) -> bool {
        self.proper.contains(word.trim_end_matches("'s"))
    }

    /// Whether a word stands behind a first name somewhere.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word.trim_end_matches("'s"))
    }

    /// Whether the article writes a word in lower case too.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// Whether a word may stand between a subject and its verb: `later`, `quietly`.
    pub(super) fn is_adverb(&self, word: &str) -> bool {
        let list: &[&str] = match self.language {
            Language::English => &[
                "also",
                "later",
                "then",
                "now",
                "still",
                "once",
                "again",
                "often",
                "always",
                "never",
                "already",
                "just",
                "only",
                "even",
                "further",
                "previously",
                "first",
                "soon",
                "himself",
                "herself",
                "both",
                "all",
                "tearfully",
                "not",
                "ever",
                "today",
                "yesterday",
                "afterwards",
                "afterward",
                "recently",
                "famously",
            ],
            Language::German => &[
                "auch", "dann", "noch", "nun", "später", "zudem", "weiter", "schon", "selbst", "am", "gestern",
                "heute", "dazu", "dabei", "jedoch", "aber", "hinzu", "dem", "der", "uns",
            ],
            Language::French => &[
                "aussi",
                "ensuite",
                "encore",
                "alors",
                "hier",
                "ainsi",
                "d'abord",
                "lui",
                "même",
                "toutefois",
                "enfin",
                "déjà",
                "notamment",
                "mardi",
                "lundi",
                "mercredi",
                "jeudi",
                "vendredi",
                "samedi",
                "dimanche",
            ],
            Language::Spanish => &[
                "también", "luego", "después", "ayer", "ya", "entonces", "además", "ayer", "hoy", "así", "le", "les",
                "nos", "me",
            ],
            Language::Japanese => &[],
        };
        list.contains(&word) || (self.language == Language::English && word.len() > 4 && word.ends_with("ly"))
    }

    /// The pronoun a word is as a subject.
    pub(super) fn pronoun(&self, word: &str) -> Option<Pronoun> {
        Some(match (self.language, word) {
            (Language::English, "he")
            | (Language::German, "er")
            | (Language::French, "il")
            | (Language::Spanish, "él") => Pronoun::He,
            (Language::English, "she") | (Language::French, "elle") | (Language::Spanish, "ella") => Pronoun::She,
            (Language::German, "sie") => Pronoun::She,
            (Language::English, "they")
            | (Language::French, "ils" | "elles")
            | (Language::Spanish, "ellos" | "ellas") => Pronoun::They,
            (Language::English, "i")
            | (Language::German, "ich")
            | (Language::French, "je" | "j'")
            | (Language::Spanish, "yo") => Pronoun::I,
            _ => return None,
        })
    }

    /// Whether a word cannot be part of a noun phrase before its end.
    pub(super) fn ends_phrase(&self, token: &Token) -> bool {
        !token.is_word()
            || (self.language == Language::English && is_contraction(&token.low))
            || self.is_joint(&token.low)
            || self.is_auxiliary(&token.low)
            || self.pronoun(&token.low).is_some()
            || (self.is_adverb(&token.low) && !token.is_capital())
    }

    /// Whether a word with a capital is only the beginning of a sentence or a date, and no name.
    pub(super) fn is_no_name(&self, token: &Token, begins: bool) -> bool {
        let word = token.low.as_str();
        self.ends_phrase(token)
            || self.is_determiner(word)
            || self.is_preposition(word)
            || Self::is_calendar(word)
            || word.chars().next().is_some_and(|c| c.is_ascii_digit())
            || (begins
                && ((self.is_common(word) && !self.is_surname(word))
                    || (self.is_verb(word) && !self.is_proper(word))
                    || (self.language == Language::English && is_standing(word) && !self.is_surname(word))
                    || (self.language == Language::English && (word.ends_with("ing") || word.ends_with("ly")))))
    }
}

/// Whether an English adjective says where someone stands, before an office or a name: `Former Trent striker Tom Lind`.
pub(super) fn is_standing(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "late"
            | "acting"
            | "retired"
            | "veteran"
            | "substitute"
            | "longtime"
            | "lifelong"
            | "outgoing"
            | "fellow"
    )
}

/// Whether an English word holds a verb: `don't`, `you'd`, `they're`.
fn is_contraction(word: &str) -> bool {
    ["n't", "'d", "'ll", "'ve", "'re", "'m"].iter().any(|end| word.ends_with(end))
        || matches!(word, "he's" | "she's" | "it's" | "that's" | "there's" | "what's" | "who's" | "let's" | "here's")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_belong_to_a_language() {
        let english = Grammar::new(Language::English, [].into_iter());
        let german = Grammar::new(Language::German, [].into_iter());
        assert!(
            english.is_determiner("the")
                && !german.is_determiner("the")
                && german.is_determiner("die")
                && !english.is_determiner("die")
        );
        assert_eq!(
            (english.pronoun("she"), german.pronoun("er"), english.pronoun("er")),
            (Some(Pronoun::She), Some(Pronoun::He), None)
        );
        assert!(
            english.is_adverb("quietly")
                && !english.is_adverb("fly")
                && english.is_auxiliary("had")
                && english.is_joint("who")
        );
    }
}
