//! Verbs of saying, as data.
//!
//! Only single words; what stands around them is read in `attribution`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::language::Language;
use super::lexicon::{Words, words};

/// English verbs in their first form; the others are made by rule.
static REGULAR: Words = Words::new(|| {
    words(
        "add admit acknowledge advise affirm agree allege announce answer argue ask assert assure believe bellow blurt \
     boast caution chime chuckle claim clarify comment complain concede conclude concur confess confide confirm \
     contend continue counter cry declare demand deny describe disclose emphasize emphasise enthuse exclaim explain \
     express fume gasp growl grumble gush hint imply inform insist interject intone joke lament laugh maintain marvel \
     mention moan mumble murmur muse mutter note object observe offer opine plead pledge point ponder post predict \
     proclaim promise propose protest quip reason recall recount reflect remark remember reply report respond retort \
     reveal scoff scream shout shrug sigh snap sob state stress suggest summarize summarise testify text thunder \
     tweet urge venture vow volunteer wail warn whisper wonder yell email elaborate reiterate recommend underline \
     underscore praise accuse blame estimate guess reassure apologize apologise pray preach repeat rejoin grin smile \
     call dismiss condemn label slam criticize criticise celebrate hail highlight detail outline address",
    )
});

/// English forms that follow no rule.
static IRREGULAR: Words = Words::new(|| {
    words(
        "said says say saying told tells tell telling wrote writes write writing written spoke speaks speaking thinks \
     thought feels felt swore swears put puts putting read reads went goes began begins quoted quipped admitted \
     admitting quipping sobbed replied replies replying cried cries crying denied denies testified testifies \
     clarified implied implies",
    )
});

/// Finite forms of other languages.
static GERMAN: Words = Words::new(|| {
    words(
        "sagte sagt sagten sagen gesagt erklärte erklärt erklärten erzählte erzählt meinte meint meinten betonte betont \
     fügte ergänzte ergänzt berichtete berichtet schrieb schreibt schrieben geschrieben teilte kritisierte kritisiert \
     warnte warnt forderte fordert fragte fragt antwortete antwortet entgegnete erwiderte rief ruft flüsterte \
     bestätigte bestätigt versicherte versichert behauptete behauptet räumte räumt lobte lobt klagte klagt beteuerte \
     äußerte äußert kommentierte kommentiert erinnerte erinnert resümierte resümiert bilanzierte urteilte urteilt \
     stellte findet fand glaubt glaubte hofft hoffte mahnte mahnt lachte lacht scherzte scherzt gab gibt verriet \
     verrät sprach spricht betonten hieß heißt schwärmt schwärmte seufzte seufzt fasst fasste unterstrich \
     unterstreicht begründete begründet ärgert ärgerte freut freute verteidigte verspricht versprach",
    )
});
static FRENCH: Words = Words::new(|| {
    words(
        "dit dis disent disait déclare déclaré déclarait explique expliqué expliquait expliquent affirme affirmé \
     affirmait assure assuré assurait ajoute ajouté ajoutait raconte raconté racontait estime estimé estimait \
     souligne souligné soulignait précise précisé précisait indique indiqué indiquait confie confié confiait regrette \
     regretté regrettait rappelle rappelé rappelait écrit écrivait répond répondu répondait lance lancé lançait \
     conclut conclu poursuit poursuivi poursuivait reconnaît reconnu admet admis insiste insisté insistait prévient \
     prévenu avertit averti annonce annoncé commente commenté témoigne témoigné soupire soupiré résume résumé demande \
     demandé martèle martelé tempère tempéré renchérit renchéri s'inquiète inquiète inquiété plaide plaidé observe \
     observé note noté constate constaté juge jugé dénonce dénoncé murmure murmuré crie crié plaisante plaisanté \
     réagit réagi glisse glissé sourit reprend repris exclame exclamé souffle soufflé détaille détaillé promet promis",
    )
});
static SPANISH: Words = Words::new(|| {
    words(
        "dijo dice dicen dijeron dicho decía diciendo afirmó afirma afirmado aseguró asegura asegurado explicó explica \
     explicado explicaba añadió añade añadido agregó agrega señaló señala señalado contó cuenta contado declaró \
     declara declarado indicó indica indicado comentó comenta comentado escribió escribe escrito respondió responde \
     respondido insistió insiste insistido manifestó manifiesta manifestado sostuvo sostiene sostenido recordó \
     recuerda recordado lamentó lamenta lamentado advirtió advierte advertido subrayó subraya subrayado destacó \
     destaca destacado reconoció reconoce reconocido admitió admite admitido concluyó concluye concluido apuntó \
     apunta apuntado preguntó pregunta gritó grita expresó expresa confesó confiesa continuó continúa prosiguió \
     prosigue relató relata bromeó bromea susurró susurra precisó precisa puntualizó matizó anunció anuncia denunció \
     denuncia criticó critica",
    )
});

/// Whether a word in lower case is a form of a verb of saying.
pub(super) fn is_speech(word: &str, language: Language) -> bool {
    match language {
        Language::English => IRREGULAR.contains(word) || english(word),
        Language::German => GERMAN.contains(word),
        Language::French => FRENCH.contains(word),
        Language::Spanish => SPANISH.contains(word),
        Language::Japanese => false,
    }
}

/// Every form of the regular English verbs: `added`, `adds`, `adding`.
static ENGLISH: LazyLock<HashSet<String>> = LazyLock::new(|| {
    const ENDS: [(&str, &str); 8] =
        [("", "ed"), ("e", "ed"), ("", "s"), ("", "es"), ("", "ing"), ("e", "ing"), ("y", "ied"), ("y", "ies")];
    let forms = |verb: &&'static str| {
        let verb = *verb;
        ENDS.iter().filter_map(move |(cut, end)| Some(format!("{}{end}", verb.strip_suffix(cut)?)))
    };
    REGULAR.iter().flat_map(forms).collect()
});

fn english(word: &str) -> bool {
    ENGLISH.contains(word)
        || matches!(word, "argue" | "claim" | "insist" | "believe" | "warn" | "note" | "add" | "explain")
}

/// Whether a form cannot be the sentence's own verb: it leans on a subject that another verb has.
pub(super) fn is_participle(word: &str, language: Language) -> bool {
    language == Language::English && word.ends_with("ing")
}

/// Verbs that give a thing a name or a judgement in few words: what follows in marks is rarely a whole utterance.
pub(super) fn is_naming(word: &str) -> bool {
    matches!(
        word,
        "called"
            | "calls"
            | "calling"
            | "call"
            | "dubbed"
            | "titled"
            | "entitled"
            | "named"
            | "nicknamed"
            | "termed"
            | "labeled"
            | "labelled"
            | "known"
            | "so-called"
            | "word"
            | "words"
            | "term"
            | "phrase"
            | "headlined"
            | "marked"
            | "reading"
            | "slogan"
            | "book"
            | "song"
            | "film"
            | "album"
            | "single"
            | "novel"
            | "essay"
            | "show"
            | "series"
            | "episode"
            | "play"
            | "exhibition"
            | "documentary"
            | "podcast"
            | "genannt"
            | "namens"
            | "sogenannte"
            | "sogenannten"
            | "titel"
            | "roman"
            | "stück"
            | "lied"
            | "wort"
            | "begriff"
            | "intitulé"
            | "intitulée"
            | "baptisé"
            | "surnommé"
            | "mot"
            | "titulado"
            | "titulada"
            | "llamado"
            | "llamada"
            | "apodado"
            | "libro"
            | "novela"
            | "palabra"
            | "canción"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_by_rule() {
        for word in [
            "added",
            "adds",
            "adding",
            "noted",
            "noting",
            "argues",
            "replied",
            "replies",
            "testified",
            "said",
            "told",
            "stresses",
            "pressed",
        ] {
            assert_eq!(is_speech(word, Language::English), word != "pressed", "{word}");
        }
        assert!(!is_speech("sagte", Language::English) && is_speech("sagte", Language::German));
    }
}
