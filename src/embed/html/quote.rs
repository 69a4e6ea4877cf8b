//! A quotation: question, words, original, further voices; speaker, source, translator and credit below.

use super::Writer;
use crate::record::{Person, Quote, Source};
use crate::text::alt::isolated;
use crate::text::phrase::{Label, label};
use crate::text::{Dress, rich_with};

impl Writer<'_> {
    pub(super) fn quote(&mut self, quote: &Quote) {
        let phrases = self.embed.phrases;
        self.open_figure("pullquote");
        self.card();
        if let Some(kicker) = quote.kicker.as_deref().filter(|kicker| !kicker.trim().is_empty()) {
            self.html.element("p", &[("class", "pullquote-kicker")], kicker.trim());
            self.html.line();
        }
        if let Some(question) = quote.question.as_deref().filter(|question| !question.trim().is_empty()) {
            self.labelled_line("pullquote-question", phrases.question, question.trim());
        }
        self.photo(quote);
        let lang = quote.lang.as_deref();
        let cite = quote.source.as_ref().and_then(|source| source.url.as_deref());
        self.quotation(&quote.text, lang, cite, quote);
        if let Some(original) = &quote.original {
            self.html.element("p", &[("class", "pullquote-label")], phrases.original);
            self.html.line();
            self.plain_quotation(&original.text, original.lang.as_deref());
        }
        for voice in &quote.voices {
            self.open_figure("pullquote-inner");
            self.plain_quotation(&voice.text, lang);
            self.html.open("figcaption", &[("class", "pullquote-by")]);
            self.person(&voice.author);
            self.html.close("figcaption");
            self.html.close("figure");
            self.html.line();
        }
        self.caption(quote);
        self.html.close("figure");
        self.html.line();
    }

    fn photo(&mut self, quote: &Quote) {
        let Some(photo) = &quote.photo else { return };
        let alt = photo.alt.as_deref().map(str::trim).unwrap_or_default();
        if self.picture("pullquote-photo", &photo.src, alt, None) {
            self.html.line();
            return;
        }
        let [kind, ..] = self.embed.phrases.media;
        self.unseen_picture(kind, alt, &photo.src);
    }

    /// Words with their spans.
    fn quotation(&mut self, words: &str, lang: Option<&str>, cite: Option<&str>, quote: &Quote) {
        self.open_words(words, lang, cite);
        let embed = self.embed;
        let link = |span: &crate::record::Span| super::post::link_tag(super::super::profile::target(span, None)?);
        let picture = |src: &str, alt: &str| super::media::emoji(embed, src, alt);
        let dress = Dress { link: &link, picture: &picture, wbr: false };
        self.html.raw(&rich_with(words, quote.spans.as_deref().unwrap_or_default(), &[], &dress));
        self.html.close("blockquote");
        self.html.line();
    }

    /// Words without spans.
    fn plain_quotation(&mut self, words: &str, lang: Option<&str>) {
        self.open_words(words, lang, None);
        let nothing = Dress { link: &|_| None, picture: &|_, _| String::new(), wbr: false };
        self.html.raw(&rich_with(words, &[], &[], &nothing));
        self.html.close("blockquote");
        self.html.line();
    }

    fn person(&mut self, person: &Person) {
        self.portrait(person.avatar.as_deref());
        self.html.open("p", &[]);
        self.html.element("b", &[("class", "pullquote-name")], &isolated(&person.name, self.embed.phrases));
        if let Some(role) = person.role.as_deref().filter(|role| !role.trim().is_empty()) {
            self.html.text(self.embed.phrases.comma);
            self.html.element("span", &[("class", "pullquote-role")], &isolated(role, self.embed.phrases));
        }
        self.html.close("p");
        self.html.line();
    }

    fn caption(&mut self, quote: &Quote) {
        let phrases = self.embed.phrases;
        self.html.open("figcaption", &[("class", "pullquote-by")]);
        self.html.line();
        self.person(&quote.author);
        if let Some(source) = &quote.source {
            self.source(source);
        }
        if let Some(translator) = quote.translator.as_deref().filter(|name| !name.trim().is_empty()) {
            let line = label(Label::TranslatedBy, &isolated(translator, phrases), phrases.tag);
            self.html.element("p", &[("class", "pullquote-small")], &line);
            self.html.line();
        }
        let credit = quote.photo.as_ref().and_then(|photo| photo.credit.as_deref());
        if let Some(credit) = credit.filter(|credit| !credit.trim().is_empty()) {
            let line = phrases.labelled(phrases.photo_credit, &isolated(credit, phrases));
            self.html.element("p", &[("class", "pullquote-small")], &line);
            self.html.line();
        }
        self.html.close("figcaption");
        self.html.line();
    }

    /// Title, work, page, publisher and date in one line; the work, else the title, is what is cited.
    fn source(&mut self, source: &Source) {
        let phrases = self.embed.phrases;
        let known =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (title, work) = (known(&source.title), known(&source.work));
        let page = known(&source.page).map(|page| label(Label::Page, &page, phrases.tag));
        let date = source.date.as_deref().filter(|date| self.date(date).is_some());
        let url = source.url.as_deref().and_then(super::super::address::link);
        let mut first = true;
        let cited = usize::from(work.is_some());
        let parts = [title, work, page, known(&source.publisher)];
        let linked = parts.iter().position(Option::is_some);
        if linked.is_none() && date.is_none() && url.is_none() {
            return;
        }
        self.html.open("p", &[("class", "pullquote-source")]);
        for (index, part) in parts.iter().enumerate() {
            let Some(part) = part else { continue };
            self.comma(&mut first);
            let link = url.as_deref().filter(|_| linked == Some(index));
            if let Some(url) = link {
                self.html.open("a", &[("href", url), ("rel", "nofollow")]);
            }
            let name = if index == cited { "cite" } else { "span" };
            self.html.element(name, &[], &isolated(part, phrases));
            if link.is_some() {
                self.html.close("a");
            }
        }
        if let Some(date) = date {
            self.comma(&mut first);
            self.time(date);
        }
        if let (Some(url), None) = (&url, linked) {
            self.comma(&mut first);
            self.html.element("a", &[("href", url), ("rel", "nofollow")], url);
        }
        self.html.close("p");
        self.html.line();
    }

    fn comma(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.html.text(self.embed.phrases.comma);
        }
    }
}
