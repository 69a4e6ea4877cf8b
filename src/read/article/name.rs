//! Words that names are made of, as data: first names, titles, parts of names of bodies and places.
//!
//! Lists are short on purpose; what they do not hold is judged by how a word is used.

use super::lexicon::{Words, words};

/// What a person is called by a pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Female,
    Male,
}

static FEMALE: Words = Words::new(|| {
    words(
        "ada alice alicia amelia amina amy ana andrea angela anita anke anna anne annie astrid ayesha barbara beatrice \
     beatriz birgit brenda camille carla carmen carol caroline catherine cecilia charlotte chloe christina christine \
     claire clara claudia daniela deborah denise diana dolores donna dorothy edith elena eleanor elisa elise \
     elizabeth ella ellen elsa emily emma erika esther eva evelyn fatima fiona florence frances gabriela gloria grace \
     greta hanna hannah heather helen helena heidi ida ingrid irene isabel isabella jana jane janet jennifer jessica \
     joan johanna josephine joyce juana judith julia julie karen karin kate katharina katherine kathleen katrin kim \
     laura leila lena leonie lili linda lisa louise lucia lucía lucy luisa lydia madeleine margaret margarita maria \
     maría marie marina marta martha martina mary maya megan melissa mercedes mia michelle mina mira miriam monica \
     monika nadia nancy naomi natalia natalie nicole nina noor nora olga olivia pamela patricia paula petra pilar \
     priya rachel rebecca renate rosa rose ruth sabine sally samira sandra sara sarah sharon silvia sofia sofía sonia \
     sophia sophie stephanie susan susanne sylvie tamara teresa theresa tina ursula valerie vanessa vera veronica \
     victoria virginia wendy yasmin yvonne zoe aisha amara ines inés élise hélène chloé zoé léa odile brigitte \
     nathalie sandrine agnes agnès bettina gudrun heike silke ulrike svetlana yuki keiko mei delphine solène maud \
     bridget siobhan gwen hilda imogen harriet rosalind tess nell abigail freya signe kirsten pia rocío consuelo \
     ximena josefina thandiwe ngozi chiara giulia francesca lorena dana tracy kelly leah molly audrey joanna marianne \
     jacqueline mathilde margot \
     hanne morag whitney imani keisha latoya shauna ciara niamh aoife orla elspeth mairi rhona catriona ailsa beth \
     becky hollie poppy tilda ingeborg annegret liesel mechthild noelia marisol itziar nerea candela leticia manon \
     clémence capucine ségolène maëlle gaëlle fabienne mireille colette thérèse geneviève dolly hazel iris ivy june \
     opal pearl ruby stella willa winifred zelda agatha beatrix cordelia dorothea edna flora gertrude judy lois \
     lorraine marjorie mavis mildred norma phyllis rosemary sheila sylvia thelma vivian wilma gemma jasmine kayla \
     lauren paige shannon tiffany chelsea ashley brittany courtney amber crystal holly adaeze chioma folake amaka \
     nkechi lerato zanele aaliyah farah hala huda layla maryam nadine rania salma zahra anjali deepa divya kavita \
     lakshmi meera neha pooja priyanka sunita usha aiko akiko emi hana haruka kazuko michiko naoko sakura yoko lian \
     ling xiu minh linh",
    )
});

static MALE: Words = Words::new(|| {
    words(
        "aaron abdul adam adrian ahmed alan albert alejandro alexander alfred ali andre andreas andrew andré anthony \
     antonio antoine arthur benjamin bernard bernd bill bob boris brian bruce bruno carl carlos charles christian \
     christoph christopher claude colin craig daniel david dennis diego dieter dmitri donald douglas eduardo edward \
     emil enrique eric erik ernest eugene evan felix fernando francis francisco frank franz fred frederick gary \
     george gerald gerhard gordon graham greg guillaume günter hans harold harry hassan heinrich henri henry hugo ian \
     ibrahim isaac ivan jack jacob jacques jakob james jan jason javier jean jeffrey jens jeremy jim joachim joe joel \
     johann john jonas jonathan jorge joseph josé joshua josh juan julian julien jürgen karl keith kenneth kevin \
     klaus kofi kurt lars larry laurent lawrence leo leon leonard liam louis lucas luis lukas luke manuel marc marcel \
     marco marcus mario mark markus martin marvin mateo matt matteo matthew matthias max michael miguel mike mohamed \
     mohammed muhammad nathan neil nicholas nicolas nikolai noah norman oliver omar oscar otto owen pablo patrick \
     paul pedro peter phil philip philippe pierre rafael rainer ralph ramón raymond richard robert roberto roger \
     roland rolf ronald ryan salman sam samuel scott sean sebastian sergei simon stefan stephen steve steven stuart \
     sven theo theodore thomas tim timothy tobias tom tomás tony uwe victor vincent vladimir walter wilhelm william \
     wolfgang yusuf étienne françois gérard mathieu olivier yann thierry hiroshi kenji takeshi tunde chidi kwame raj \
     arjun wei dario giovanni luca paolo callum angus hamish declan brendan gareth rhys nigel trevor clive derek \
     barry jamal darnell tyrone jerome desmond ernesto raúl emilio ignacio álvaro jaime nils magnus henrik anders \
     søren mads jasper dirk ruben elias gustav ludwig moritz florian ben dan ed ray ron todd wade walt russell \
     lionel ramiro alistair alasdair bertie calvin clifford curtis dale darren dean duncan dwight edgar edwin \
     elliot elmer ernie ewan fergus finlay fintan floyd gavin geoff geoffrey gilbert glen godfrey gregory gus guy \
     hector herbert horace howard hubert humphrey irving ivor jed jerry jesse jimmy johnny kit lance laurence leroy \
     leslie lester lewis lloyd malcolm maurice merle miles milton mitchell mort morris ned nick noel olu otis percy \
     perry pete quentin randall reggie rex roderick rodney rory ross roy rufus rupert sid sidney silas solomon stan \
     stanley sterling ted terence terrence timmy travis vernon vince virgil wallace warren wayne wes wilbur wilfred \
     winston zack zachary abel amos caleb ethan gideon isaiah jonah josiah levi micah nathaniel tobin yannick yanis \
     maxime gaspard bastien cédric fabrice gilles jérôme loïc pascal rémi sylvain xavier detlef eberhard egon \
     friedrich fritz gerd gernot gottfried harald hartmut heiko helmut herrmann holger horst ingo jörg jochen jörn \
     kai knut lutz manfred marius norbert olaf ralf reinhard rüdiger siegfried thorsten torsten udo ulrich volker \
     werner winfried mehmet mustafa emre tariq khalid karim jamil bilal hamza idris rashid sanjay rahul vikram \
     rohan anil ashok suresh ramesh akira daisuke haruto kazuo makoto satoshi shinji taro tatsuya babatunde emeka \
     femi obinna olumide segun thabo sipho",
    )
});

/// Forms of address with what they say of gender.
const HONORIFICS: &[(&str, Option<Gender>)] = &[
    ("mr", Some(Gender::Male)),
    ("mrs", Some(Gender::Female)),
    ("ms", Some(Gender::Female)),
    ("miss", Some(Gender::Female)),
    ("sir", Some(Gender::Male)),
    ("lady", Some(Gender::Female)),
    ("lord", Some(Gender::Male)),
    ("dame", Some(Gender::Female)),
    ("herr", Some(Gender::Male)),
    ("herrn", Some(Gender::Male)),
    ("frau", Some(Gender::Female)),
    ("m", Some(Gender::Male)),
    ("mme", Some(Gender::Female)),
    ("mlle", Some(Gender::Female)),
    ("monsieur", Some(Gender::Male)),
    ("madame", Some(Gender::Female)),
    ("señor", Some(Gender::Male)),
    ("señora", Some(Gender::Female)),
    ("sr", Some(Gender::Male)),
    ("sra", Some(Gender::Female)),
    ("don", Some(Gender::Male)),
    ("doña", Some(Gender::Female)),
    ("dr", None),
    ("cllr", None),
    ("insp", None),
    ("sgt", None),
    ("pc", None),
    ("hon", None),
    ("rabbi", None),
    ("imam", None),
    ("dra", Some(Gender::Female)),
    ("prof", None),
    ("professor", None),
    ("rev", None),
    ("doctor", None),
    ("me", None),
    ("mx", None),
    ("father", Some(Gender::Male)),
    ("sister", Some(Gender::Female)),
    ("brother", Some(Gender::Male)),
];

/// Offices and professions that stand before a name with a capital, or alone.
static TITLES: Words = Words::new(|| {
    words(
        "mayor dj president vice-president cllr senator sen gov governor rep representative congressman congresswoman minister \
     secretary chancellor premier chief director officer detective sergeant sgt lieutenant lt captain capt colonel \
     col general gen major maj admiral adm commander cmdr constable inspector superintendent supt sheriff deputy \
     judge justice attorney prosecutor commissioner councillor councilor councilman councilwoman alderman ambassador \
     bishop archbishop cardinal rabbi imam pastor reverend coach manager chairman chairwoman chair ceo cfo cto coo \
     founder co-founder spokesman spokeswoman spokesperson editor pope king queen prince princess speaker mp \
     professor doctor dr prof dean principal head leader president-elect bürgermeister bürgermeisterin \
     oberbürgermeister oberbürgermeisterin präsident präsidentin ministerin kanzler kanzlerin direktor direktorin \
     professorin sprecher sprecherin leiter leiterin chef chefin trainer trainerin anwalt anwältin vorsitzende \
     vorsitzender geschäftsführer geschäftsführerin landwirt landwirtin lehrer lehrerin polizeisprecher \
     polizeisprecherin maire président présidente ministre directeur directrice porte-parole alcalde alcaldesa \
     presidente presidenta ministro ministra directora portavoz",
    )
});

/// Nouns for people that stand before a name or alone behind an article, in lower case.
static ROLES: Words = Words::new(|| {
    words(
        "mother father mum mom dad son daughter brother sister wife husband widow widower uncle aunt cousin grandmother \
     grandfather grandson granddaughter partner fiancé fiancée girlfriend boyfriend parent parents neighbour neighbor \
     friend colleague student president agent resident lieutenant assistant consultant accountant attendant inhabitant immigrant migrant participant tenant man woman boy girl teenager student teacher farmer fisherman baker nurse driver expert analyst \
     scientist researcher biologist witness resident owner guard chef cook pilot official author novelist poet singer \
     actor actress artist journalist lawyer engineer architect veteran activist campaigner historian economist critic \
     victim survivor patient physicist mechanic midwife clerk vet shopkeeper boss politician star athlete captain \
     skipper entrepreneur carpenter pensioner retiree native group company firm agency council ministry department \
     police union charity club hospital school university statement report letter",
    )
});

/// Words that end like nouns for people and are none.
static THINGS: Words = Words::new(|| {
    words(
        "either neither however later never other another rather together under whether former number order water paper letter matter summer winter \
         december september october november power center computer minor major color colour error terror mirror floor door motor weather corner \
         after better bigger dinner river tower shower border latter greater longer older younger larger smaller faster higher lower consider \
         remember offer answer cover discover deliver suffer differ prefer refer enter center chapter quarter easter silver copper timber cancer \
         fever liver finger shoulder butter flower counter monster disaster labor favor flavor behavior honor humor rumor tumor vapor \
         harbor interior exterior superior prior senior junior list twist wrist mist exist insist resist consist assist human german \
         indian italian canadian australian over ever every alter utter bitter outer inner upper super hyper meter theater poster banner sticker",
    )
});

/// Words in names of bodies, places and works rather than people.
static BODIES: Words = Words::new(|| {
    words(
        "news house court department university college school council inc corp ltd llc company street road avenue city \
     county york river lake mountain island party times post herald tribune journal gazette guardian magazine \
     association institute agency service services union bank board committee ministry office centre center hospital \
     church museum theatre theater club united league cup states kingdom north south east west new national \
     international royal federal american british european african asian french german spanish foundation trust \
     society group holdings airlines airport station park bridge valley beach bay port san santa los las day week \
     festival awards award act bill commission authority force army navy guard police radio television tv facebook \
     twitter instagram google network press reuters chamber commerce congress senate parliament assembly sea ocean \
     coast harbour harbor market square hall zeitung verein verband ministerium amt stadt universität rundfunk \
     spiegel monde mairie ville conseil syndicat universidad ayuntamiento ministerio gobierno país diario partido \
     rights watch bureau laboratory lab survey weekly monthly daily review chronicle mail observer mirror standard \
     independent telegraph dispatch courier examiner globe sun star register record echo argus broadcasting podcast",
    )
});

/// Words that stand inside names in lower case.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "des"
            | "la"
            | "le"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ter"
            | "ten"
            | "zu"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "y"
            | "e"
            | "af"
            | "av"
            | "ap"
    )
}

/// Gender by a first name in lower case.
pub(super) fn gender_of(first: &str) -> Option<Gender> {
    let first = first.split('-').next().unwrap_or_default();
    match (FEMALE.contains(first), MALE.contains(first)) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    }
}

/// Whether a word in lower case is a first name that is known.
pub(super) fn is_first_name(word: &str) -> bool {
    let first = word.split('-').next().unwrap_or_default();
    FEMALE.contains(first) || MALE.contains(first)
}

/// What a form of address says of gender; `None` when the word is none.
pub(super) fn honorific(word: &str) -> Option<Option<Gender>> {
    let plain = word.trim_end_matches('.');
    HONORIFICS.iter().find(|(known, _)| *known == plain).map(|(_, gender)| *gender)
}

/// Whether a word in lower case is an office that stands before names.
pub(super) fn is_title(word: &str) -> bool {
    let plain = word.trim_end_matches('.');
    TITLES.contains(plain)
}

/// Whether a noun in lower case is for a person or a body that speaks.
pub(super) fn is_role(word: &str) -> bool {
    const ENDINGS: [&str; 17] = [
        "er", "or", "ist", "man", "woman", "person", "ian", "erin", "entin", "istin", "eur", "euse", "trice", "iste",
        "dora", "ista", "loga",
    ];
    let made = word.chars().count() > 4 && ENDINGS.iter().any(|end| word.ends_with(end)) && !THINGS.contains(word);
    made || ROLES.contains(word) || is_title(word) || is_kin(word)
}

/// Gender by a noun for a person: `the father`, `die Bürgermeisterin`, `la directrice`.
pub(super) fn gender_of_role(word: &str) -> Option<Gender> {
    let word = core(word);
    match word {
        "mother" | "mum" | "mom" | "daughter" | "sister" | "wife" | "widow" | "aunt" | "grandmother"
        | "granddaughter" | "fiancée" | "girlfriend" | "woman" | "girl" | "actress" | "spokeswoman" | "chairwoman"
        | "congresswoman" | "councilwoman" | "queen" | "princess" | "midwife" | "mutter" | "tochter" | "schwester"
        | "witwe" | "frau" | "ehefrau" | "mère" | "fille" | "sœur" | "veuve" | "épouse" | "madre" | "hija"
        | "hermana" | "viuda" | "esposa" | "alcaldesa" | "mujer" | "businesswoman" | "policewoman" | "femme"
        | "abuela" => Some(Gender::Female),
        "father" | "dad" | "son" | "brother" | "husband" | "widower" | "uncle" | "grandfather" | "grandson"
        | "fiancé" | "boyfriend" | "man" | "boy" | "actor" | "spokesman" | "chairman" | "congressman"
        | "councilman" | "king" | "prince" | "fisherman" | "vater" | "sohn" | "bruder" | "witwer" | "mann"
        | "ehemann" | "père" | "fils" | "frère" | "veuf" | "mari" | "padre" | "hijo" | "hermano" | "viudo"
        | "marido" | "hombre" | "alcalde" | "businessman" | "policeman" | "homme" | "abuelo" => Some(Gender::Male),
        _ if word.len() > 6
            && (word.ends_with("erin")
                || word.ends_with("trice")
                || word.ends_with("euse")
                || word.ends_with("entin")
                || word.ends_with("dora")) =>
        {
            Some(Gender::Female)
        }
        _ => None,
    }
}

/// The part of a compound that says what someone is: `great-nephew` is a nephew, `father-of-three` a father.
pub(super) fn core(word: &str) -> &str {
    let word = word.split("-of-").next().unwrap_or(word);
    let last = word.rsplit('-').next().unwrap_or(word);
    if last.len() > 2 && last != "old" { last } else { word }
}

/// Whether a noun is one of a family: it names a person by someone else.
pub(super) fn is_kin(word: &str) -> bool {
    matches!(
        core(word),
        "mother"
            | "father"
            | "mum"
            | "mom"
            | "dad"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "wife"
            | "husband"
            | "widow"
            | "widower"
            | "uncle"
            | "aunt"
            | "cousin"
            | "nephew"
            | "niece"
            | "grandmother"
            | "grandfather"
            | "grandson"
            | "granddaughter"
            | "parent"
            | "fiancé"
            | "fiancée"
            | "mutter"
            | "vater"
            | "sohn"
            | "tochter"
            | "bruder"
            | "schwester"
            | "witwe"
            | "witwer"
            | "mère"
            | "père"
            | "fils"
            | "fille"
            | "frère"
            | "sœur"
            | "veuve"
            | "madre"
            | "padre"
            | "hijo"
            | "hija"
            | "hermano"
            | "hermana"
            | "viuda"
            | "abuela"
            | "abuelo"
    )
}

/// Whether a word in lower case stands in names of bodies and places rather than of people.
pub(super) fn is_body(word: &str) -> bool {
    BODIES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_lower_case_and_no_first_name_is_in_both() {
        for list in [&FEMALE, &MALE, &TITLES, &ROLES, &BODIES] {
            assert!(list.iter().all(|word| word.to_lowercase() == **word));
        }
        assert_eq!(FEMALE.intersection(&MALE).count(), 0);
    }

    #[test]
    fn gender_is_told_by_name_address_and_noun() {
        assert_eq!(
            (gender_of("maria"), gender_of("jean-luc"), gender_of("quill")),
            (Some(Gender::Female), Some(Gender::Male), None)
        );
        assert_eq!(
            (honorific("mr."), honorific("dr"), honorific("ortiz")),
            (Some(Some(Gender::Male)), Some(None), None)
        );
        assert_eq!(
            (gender_of_role("widow"), gender_of_role("bürgermeisterin"), gender_of_role("mayor")),
            (Some(Gender::Female), Some(Gender::Female), None)
        );
        assert!(is_kin("father") && is_role("biologist") && is_title("gov.") && is_body("council"));
    }
}
