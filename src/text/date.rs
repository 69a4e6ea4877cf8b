//! Dates as people write them, in some twenty languages.
//!
//! The words and orders are short tables; a language that is not in them is set as English. The form of digits is always
//! 0 to 9, the calendar always the Gregorian one.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::language;
use crate::record::When;

/// How much of a date is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateStyle {
    /// `14 March 2026, 09:41 UTC`.
    #[default]
    Long,
    /// `14 Mar 2026`: the month shortened, no time of day.
    Short,
    /// `14 March 2026`: no time of day.
    Day,
    /// `2026`.
    Year,
}

/// A date of a record in words; `None` when it is not one. Instants are printed in the time zone and with its name.
pub(crate) fn date(text: &str, locale: &str, zone: &TimeZone, style: DateStyle) -> Option<String> {
    let language = Language::of(locale);
    Some(match When::parse(text)? {
        When::Year(year) => language.year(year),
        When::Month { year, .. } if style == DateStyle::Year => language.year(year),
        When::Month { year, month } => language.month(year, month, style == DateStyle::Short),
        When::Day(day) => language.day(day, style),
        When::Instant(instant) => {
            let zoned = instant.to_zoned(zone.clone());
            let day = language.day(zoned.date(), style);
            if style != DateStyle::Long {
                return Some(day);
            }
            let time = zoned.time();
            let zone = zone_name(&zoned);
            let mark = if language.tag == "ar" {
                "،"
            } else if language.is_cjk() {
                ""
            } else {
                ","
            };
            format!("{day}{mark} {:02}:{:02} {zone}", time.hour(), time.minute())
        }
    })
}

/// `UTC`, an abbreviation such as `CET`, or an offset such as `UTC+5:30` where there is none.
fn zone_name(zoned: &jiff::Zoned) -> String {
    let name = zoned.strftime("%Z").to_string();
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return name;
    }
    let seconds = zoned.offset().seconds();
    if seconds == 0 {
        return "UTC".to_owned();
    }
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

/// The words and the order of a language.
struct Language {
    tag: &'static str,
    /// Names of the months as they stand in a date with its day.
    months: &'static str,
    /// Short names; empty: the first three letters.
    short: &'static str,
    /// Names of the months without a day, where they differ.
    alone: &'static str,
    /// `{d}`, `{m}` and `{y}` in their order.
    day: &'static str,
    /// `{m}` and `{y}` in their order.
    month: &'static str,
}

impl Language {
    fn of(locale: &str) -> &'static Self {
        let language = language(locale);
        let tag = match language.as_str() {
            "no" | "nn" => "nb",
            "en" if is_american(locale) => "en-US",
            other => other,
        };
        LANGUAGES.iter().find(|known| known.tag == tag).unwrap_or(&LANGUAGES[0])
    }

    fn is_cjk(&self) -> bool {
        matches!(self.tag, "ja" | "zh" | "ko")
    }

    fn year(&self, year: i16) -> String {
        match self.tag {
            "ja" | "zh" => format!("{year}年"),
            "ko" => format!("{year}년"),
            _ => year.to_string(),
        }
    }

    fn name(&self, names: &'static str, month: i8) -> &'static str {
        let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        names.split(' ').nth(index).unwrap_or_default()
    }

    fn month_name(&self, month: i8, short: bool, alone: bool) -> String {
        if self.is_cjk() {
            return month.to_string();
        }
        let names = match (short && !self.short.is_empty(), alone && !self.alone.is_empty()) {
            (true, _) => self.short,
            (false, true) => self.alone,
            (false, false) => self.months,
        };
        self.name(names, month).to_owned()
    }

    fn month(&self, year: i16, month: i8, short: bool) -> String {
        self.month.replace("{m}", &self.month_name(month, short, true)).replace("{y}", &year.to_string())
    }

    fn day(&self, day: Date, style: DateStyle) -> String {
        if style == DateStyle::Year {
            return self.year(day.year());
        }
        let number = match (self.tag, day.day()) {
            ("fr", 1) => "1er".to_owned(),
            ("it", 1) => "1º".to_owned(),
            (_, number) => number.to_string(),
        };
        self.day
            .replace("{d}", &number)
            .replace("{m}", &self.month_name(day.month(), style == DateStyle::Short, false))
            .replace("{y}", &day.year().to_string())
    }
}

fn is_american(locale: &str) -> bool {
    locale.split(['-', '_']).skip(1).any(|part| part.eq_ignore_ascii_case("US"))
}

const fn language_of(
    tag: &'static str,
    months: &'static str,
    short: &'static str,
    day: &'static str,
    month: &'static str,
) -> Language {
    Language { tag, months, short, alone: "", day, month }
}

const EN: &str = "January February March April May June July August September October November December";
const EN_SHORT: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";

/// The first one stands for every language that is not here.
const LANGUAGES: [Language; 24] = [
    language_of("en", EN, EN_SHORT, "{d} {m} {y}", "{m} {y}"),
    language_of("en-US", EN, EN_SHORT, "{m} {d}, {y}", "{m} {y}"),
    language_of(
        "de",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        "{d}. {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "fr",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "es",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "{d} de {m} de {y}",
        "{m} de {y}",
    ),
    language_of(
        "it",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "pt",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        "{d} de {m} de {y}",
        "{m} de {y}",
    ),
    language_of(
        "nl",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "sv",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "da",
        "januar februar marts april maj juni juli august september oktober november december",
        "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.",
        "{d}. {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "nb",
        "januar februar mars april mai juni juli august september oktober november desember",
        "jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des.",
        "{d}. {m} {y}",
        "{m} {y}",
    ),
    Language {
        tag: "fi",
        months: "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        short: "",
        alone: "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
        day: "{d}. {m} {y}",
        month: "{m} {y}",
    },
    Language {
        tag: "pl",
        months: "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        short: "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        alone: "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        day: "{d} {m} {y}",
        month: "{m} {y}",
    },
    Language {
        tag: "cs",
        months: "ledna února března dubna května června července srpna září října listopadu prosince",
        short: "",
        alone: "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
        day: "{d}. {m} {y}",
        month: "{m} {y}",
    },
    Language {
        tag: "ru",
        months: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        short: "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
        alone: "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        day: "{d} {m} {y}\u{A0}г.",
        month: "{m} {y}\u{A0}г.",
    },
    Language {
        tag: "uk",
        months: "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        short: "січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.",
        alone: "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
        day: "{d} {m} {y}\u{A0}р.",
        month: "{m} {y}\u{A0}р.",
    },
    language_of(
        "tr",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "id",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of("ja", "", "", "{y}年{m}月{d}日", "{y}年{m}月"),
    language_of("zh", "", "", "{y}年{m}月{d}日", "{y}年{m}月"),
    language_of("ko", "", "", "{y}년 {m}월 {d}일", "{y}년 {m}월"),
    language_of(
        "ar",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "",
        "{d} {m} {y}",
        "{m} {y}",
    ),
    language_of(
        "he",
        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        "",
        "{d} ב{m} {y}",
        "{m} {y}",
    ),
    language_of("hi", "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्तूबर नवंबर दिसंबर", "", "{d} {m} {y}", "{m} {y}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn long(text: &str, locale: &str) -> Option<String> {
        date(text, locale, &TimeZone::UTC, DateStyle::Long)
    }

    #[test]
    fn an_instant_a_day_a_month_and_a_year_are_printed_as_known() {
        assert_eq!(long("2026-03-14T09:41:00Z", "en").as_deref(), Some("14 March 2026, 09:41 UTC"));
        assert_eq!(long("2026-03-14", "en").as_deref(), Some("14 March 2026"));
        assert_eq!(long("1843-10", "en").as_deref(), Some("October 1843"));
        assert_eq!(long("1843", "en").as_deref(), Some("1843"));
        assert_eq!(long("soon", "en"), None);
        assert_eq!(
            date("2026-03-14T09:41:00Z", "en", &TimeZone::UTC, DateStyle::Short).as_deref(),
            Some("14 Mar 2026")
        );
        assert_eq!(date("2026-03-14", "en-US", &TimeZone::UTC, DateStyle::Day).as_deref(), Some("March 14, 2026"));
        assert_eq!(date("2026-03-14", "ja", &TimeZone::UTC, DateStyle::Year).as_deref(), Some("2026年"));
    }

    #[test]
    fn the_time_zone_moves_the_day_and_is_printed() {
        let oslo = TimeZone::get("Europe/Oslo").expect("bundled");
        let kolkata = TimeZone::get("Asia/Kolkata").expect("bundled");
        let dubai = TimeZone::get("Asia/Dubai").expect("bundled");
        let at = |zone: &TimeZone| date("2026-03-14T23:41:00Z", "en", zone, DateStyle::Long).expect("a date");
        assert_eq!(at(&oslo), "15 March 2026, 00:41 CET");
        assert_eq!(at(&kolkata), "15 March 2026, 05:11 IST");
        assert_eq!(at(&dubai), "15 March 2026, 03:41 UTC+4");
        assert_eq!(at(&TimeZone::fixed(jiff::tz::offset(0))), "14 March 2026, 23:41 UTC");
    }

    #[test]
    fn each_language_has_its_order() {
        for (locale, expected) in [
            ("de", "14. März 2026"),
            ("fr", "14 mars 2026"),
            ("es", "14 de marzo de 2026"),
            ("it", "14 marzo 2026"),
            ("pt-BR", "14 de março de 2026"),
            ("nl", "14 maart 2026"),
            ("sv", "14 mars 2026"),
            ("da", "14. marts 2026"),
            ("nb", "14. mars 2026"),
            ("no", "14. mars 2026"),
            ("pl", "14 marca 2026"),
            ("ja", "2026年3月14日"),
            ("zh-Hant", "2026年3月14日"),
            ("ko", "2026년 3월 14일"),
            ("ar", "14 مارس 2026"),
            ("ru", "14 марта 2026\u{A0}г."),
            ("xx", "14 March 2026"),
        ] {
            assert_eq!(long("2026-03-14", locale).as_deref(), Some(expected), "{locale}");
        }
        assert_eq!(long("2026-03", "pl").as_deref(), Some("marzec 2026"));
        assert_eq!(long("2026-03-01", "fr").as_deref(), Some("1er mars 2026"));
    }

    #[test]
    fn every_table_has_twelve_months() {
        for language in &LANGUAGES {
            for names in [language.months, language.short, language.alone] {
                assert!(names.is_empty() || names.split(' ').count() == 12, "{}: {names}", language.tag);
            }
        }
    }
}
