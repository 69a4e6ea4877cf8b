//! The fields of a quotation by the many names that people give them.

/// A field of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Author,
    Role,
    Source,
    Work,
    Page,
    Publisher,
    Date,
    Url,
    Lang,
    Id,
    Translator,
    Avatar,
    Tags,
}

/// Names of columns and keys, in small letters and without anything but letters and digits; the first is ours.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Text,
        &[
            "text",
            "quote",
            "quotes",
            "quotation",
            "quotations",
            "quotetext",
            "content",
            "body",
            "saying",
            "words",
            "q",
            "zitat",
            "zitate",
            "spruch",
            "cita",
            "frase",
            "citation",
            "citazione",
            "citacao",
            "hitokoto",
            "名言",
            "语录",
            "句子",
            "内容",
        ],
    ),
    (
        Field::Author,
        &[
            "author",
            "authors",
            "by",
            "from",
            "fromwho",
            "quoteauthor",
            "authorname",
            "saidby",
            "who",
            "speaker",
            "person",
            "name",
            "attribution",
            "a",
            "autor",
            "autorin",
            "auteur",
            "autore",
            "verfasser",
            "von",
            "作者",
            "作家",
        ],
    ),
    (Field::Role, &["role", "profession", "occupation", "position", "authorrole", "rolle", "beruf"]),
    (Field::Source, &["source", "title", "reference", "article", "speech", "quelle", "fuente", "出处", "来源"]),
    (Field::Work, &["work", "book", "booktitle", "series", "buch", "werk", "libro", "obra", "livre", "film", "movie"]),
    (Field::Page, &["page", "pages", "seite", "pagina"]),
    (Field::Publisher, &["publisher", "publication", "newspaper", "verlag"]),
    (
        Field::Date,
        &["date", "year", "published", "publishedat", "publicationdate", "datum", "jahr", "fecha", "ano", "日期"],
    ),
    (Field::Url, &["url", "link", "permalink", "href", "sourceurl"]),
    (Field::Lang, &["lang", "language", "sprache", "idioma", "langue"]),
    (Field::Id, &["id", "quoteid", "uuid", "no", "nr", "number", "index", "key"]),
    (Field::Translator, &["translator", "translatedby", "ubersetzer", "übersetzer"]),
    (Field::Avatar, &["avatar", "portrait", "authorimage", "authoravatar"]),
    (
        Field::Tags,
        &[
            "tags",
            "tag",
            "category",
            "categories",
            "topic",
            "topics",
            "keywords",
            "genre",
            "genres",
            "theme",
            "labels",
            "schlagworte",
        ],
    ),
];

impl Field {
    /// The field that a column or key name means.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
    }

    /// Our own name of the field, as `--map` takes it.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).and_then(|(_, names)| names.first()).copied().unwrap_or_default()
    }

    /// A field by our own name of it.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, names)| names.first() == Some(&name)).map(|(field, _)| *field)
    }

    /// Whether one name stands for the field more surely than another: `from_who` more than `from`.
    pub(super) fn rank(self, name: &str) -> usize {
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if self == Self::Author && name == "from" {
            return usize::MAX - 1;
        }
        let names = NAMES.iter().find(|(field, _)| *field == self).map(|(_, names)| *names);
        names.and_then(|names| names.iter().position(|known| *known == name)).unwrap_or(usize::MAX)
    }

    /// Our own names of all fields, for messages.
    pub(super) fn all() -> String {
        NAMES.iter().filter_map(|(_, names)| names.first().copied()).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_every_spelling() {
        for name in ["quote", "Quotes", "quoteText", "quote_text", " Quote Text ", "CONTENT", "名言"] {
            assert_eq!(Field::of(name), Some(Field::Text), "{name}");
        }
        assert_eq!((Field::of("_id"), Field::of("quoteAuthor")), (Some(Field::Id), Some(Field::Author)));
        assert_eq!((Field::of("price"), Field::of("")), (None, None));
    }

    #[test]
    fn no_name_means_two_fields() {
        for (index, (_, names)) in NAMES.iter().enumerate() {
            for (_, others) in NAMES.iter().skip(index + 1) {
                assert!(names.iter().all(|name| !others.contains(name)), "{names:?} {others:?}");
            }
        }
        assert_eq!(Field::named("work").map(Field::name), Some("work"));
    }
}
