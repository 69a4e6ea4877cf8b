//! `font plan`: which scripts and emoji records need, which face has them, and which font would have what is missing.

use serde_json::{Value, json};

use super::Outcome;
use super::args::PlanArguments;
use super::files;
use super::font::user_fonts;
use super::read::{each, nothing};
use super::report::Reporter;
use crate::Result;
use crate::font::{FontLibrary, Need, Plan};
use crate::template::words;

/// How many missing characters of a script a line names.
const SHOWN: usize = 12;

/// Reads the records, one after another, and prints what they need.
pub(super) fn plan(arguments: &PlanArguments, reporter: &Reporter) -> Result<Outcome> {
    let fonts = user_fonts(&arguments.font_dir, arguments.system_fonts)?;
    let mut plan = Plan::new(FontLibrary::with_fonts(&fonts)?);
    let seen = each(&arguments.inputs, &arguments.input, &[], reporter, |_, record| {
        let value = serde_json::to_value(record).unwrap_or_default();
        let mut texts = Vec::new();
        words(&value, &mut texts);
        plan.add(texts.into_iter());
        Ok(())
    })?;
    if seen.count == 0 {
        reporter.error(&nothing());
        return Ok(Outcome::Failed);
    }
    let text = if arguments.json { format!("{:#}\n", listed(&plan, seen.failed)) } else { table(&plan) };
    files::print(text.as_bytes())?;
    Ok(match (seen.failed, plan.is_covered()) {
        (1.., _) => Outcome::Failed,
        (0, false) if arguments.strict => Outcome::Findings,
        _ => Outcome::Done,
    })
}

fn code(c: &char) -> String {
    format!("U+{:04X}", u32::from(*c))
}

fn listed(plan: &Plan, failed: usize) -> Value {
    let script = |(name, need): (&std::borrow::Cow<'static, str>, &Need)| {
        json!({
            "script": need.code,
            "name": name,
            "characters": need.characters(),
            "records": need.records,
            "faces": need.faces.iter().map(|(family, count)| json!({ "family": family, "characters": count })).collect::<Vec<_>>(),
            "missing": need.missing.iter().map(code).collect::<Vec<_>>(),
            "families": need.families,
        })
    };
    let sequence = |sequence: &String| sequence.chars().map(|c| code(&c)).collect::<Vec<_>>().join(" ");
    json!({
        "records": plan.records,
        "errors": failed,
        "covered": plan.is_covered(),
        "scripts": plan.scripts.iter().map(script).collect::<Vec<_>>(),
        "emoji": {
            "sequences": plan.emoji.sequences.len(),
            "records": plan.emoji.records,
            "missing": plan.emoji.missing.iter().map(sequence).collect::<Vec<_>>(),
        },
    })
}

fn table(plan: &Plan) -> String {
    let mut rows: Vec<[String; 4]> = Vec::new();
    let mut scripts: Vec<_> = plan.scripts.iter().collect();
    // What most records need comes first; what is missing is repeated below.
    scripts.sort_by_key(|(name, need)| (std::cmp::Reverse(need.records), name.to_string()));
    for (name, need) in scripts {
        let mut faces: Vec<(&String, &usize)> = need.faces.iter().collect();
        faces.sort_by_key(|(family, count)| (std::cmp::Reverse(**count), family.as_str()));
        let mut faces: Vec<&str> = faces.into_iter().map(|(family, _)| family.as_str()).collect();
        if !need.missing.is_empty() {
            faces.push("(missing)");
        }
        rows.push([name.to_string(), need.characters().to_string(), need.records.to_string(), faces.join(", ")]);
    }
    if plan.emoji.records > 0 {
        let face = if plan.emoji.missing.is_empty() { "Noto Color Emoji" } else { "Noto Color Emoji, (missing)" };
        rows.push([
            "Emoji".into(),
            plan.emoji.sequences.len().to_string(),
            plan.emoji.records.to_string(),
            face.into(),
        ]);
    }
    let width = rows.iter().map(|row| row[0].chars().count()).max().unwrap_or(0).max("SCRIPT".len());
    let mut text = format!("{:<width$}  {:>10}  {:>7}  FACES\n", "SCRIPT", "CHARACTERS", "RECORDS");
    for [name, characters, records, faces] in &rows {
        text.push_str(format!("{name:<width$}  {characters:>10}  {records:>7}  {faces}").trim_end());
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&missing(plan));
    text
}

/// What no face has, and what would have it.
fn missing(plan: &Plan) -> String {
    if plan.is_covered() {
        return format!("every character of {} records has a face\n", plan.records);
    }
    let mut text = String::new();
    for (name, need) in plan.scripts.iter().filter(|(_, need)| !need.missing.is_empty()) {
        let shown: Vec<String> = need.missing.iter().take(SHOWN).map(code).collect();
        let more = match need.missing.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let families: Vec<String> = need.families.iter().map(|family| format!("`{family}`")).collect();
        let cure = if families.is_empty() {
            "no Noto family has them".to_owned()
        } else {
            format!("add {} with --font-dir", families.join(" and "))
        };
        text.push_str(&format!("missing: {name}: {}{more}; {cure}\n", shown.join(" ")));
    }
    if !plan.emoji.missing.is_empty() {
        text.push_str(&format!("missing: {} emoji; add a newer `Noto Color Emoji`\n", plan.emoji.missing.len()));
    }
    text
}
