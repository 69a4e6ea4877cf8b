//! `template`: list, show, check and preview templates.

use std::path::Path;

use serde_json::json;

use super::Outcome;
use super::args::{LookArguments, PreviewArguments, TemplateCommand};
use super::config::{self, Setup};
use super::files;
use super::report::Reporter;
use crate::template::{Manifest, Parameter};
use crate::{Error, ErrorKind, Record, Renderer, Result, Severity, Size, Template};

pub(super) fn run(command: TemplateCommand, reporter: &mut Reporter) -> Result<Outcome> {
    match command {
        TemplateCommand::List { json } => list(json),
        TemplateCommand::Show { template } => show(&template),
        TemplateCommand::Lint { templates } => lint(&templates, reporter),
        TemplateCommand::Preview(arguments) => preview(*arguments, reporter),
    }
}

fn list(as_json: bool) -> Result<Outcome> {
    let renderer = Renderer::builder().build()?;
    let mut text = String::new();
    let mut rows = Vec::new();
    for name in renderer.template_names() {
        let template = renderer.template(name)?;
        let manifest = template.manifest();
        text.push_str(&format!("{:<16} {:<6} {}\n", manifest.name, manifest.kinds.join(","), manifest.title));
        rows.push(json_row(manifest));
    }
    if as_json {
        text = format!("{:#}\n", serde_json::Value::Array(rows));
    }
    files::print(text.as_bytes()).map(|()| Outcome::Done)
}

fn json_row(manifest: &Manifest) -> serde_json::Value {
    let parameters: Vec<_> =
        manifest.parameters.iter().map(|(name, parameter)| json_parameter(name, parameter)).collect();
    json!({
        "name": manifest.name,
        "kind": manifest.kinds.first(),
        "kinds": manifest.kinds,
        "title": manifest.title,
        "themes": manifest.themes,
        "sizes": manifest.sizes,
        "parameters": parameters,
    })
}

fn json_parameter(name: &str, parameter: &Parameter) -> serde_json::Value {
    let mut row = json!({
        "name": name,
        "type": parameter.kind,
        "default": parameter.default,
        "description": parameter.description,
    });
    if let (Some(row), false) = (row.as_object_mut(), parameter.choices.is_empty()) {
        row.insert("choices".to_owned(), json!(parameter.choices));
    }
    row
}

/// A template by its name or its folder.
fn open(name: &str) -> Result<Template> {
    match config::template_from_folder(name)? {
        Some(template) => Ok(template),
        None => Renderer::builder().build()?.template(name),
    }
}

fn show(name: &str) -> Result<Outcome> {
    let template = open(name)?;
    let manifest = template.manifest();
    let mut text = format!("{}: {}\n\n", manifest.name, manifest.title);
    text.push_str(&format!("draws   {}\n", manifest.kinds.join(", ")));
    text.push_str(&format!("themes  {}\n", manifest.themes.join(", ")));
    text.push_str(&format!("sizes   {}\n", manifest.sizes.join(", ")));
    text.push_str(&format!("fields  {}\n", manifest.fields.join(" ")));
    if !manifest.parameters.is_empty() {
        text.push_str("\nparameters (--set NAME=VALUE)\n");
    }
    for (name, parameter) in &manifest.parameters {
        let kind = serde_json::to_value(parameter.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned))
            .unwrap_or_default();
        let choices =
            if parameter.choices.is_empty() { String::new() } else { format!(" ({})", parameter.choices.join(", ")) };
        text.push_str(&format!("  {name} = {}  {kind}{choices}\n      {}\n", parameter.default, parameter.description));
    }
    files::print(text.as_bytes()).map(|()| Outcome::Done)
}

fn sample(template: &Template) -> Result<Record> {
    let bytes = template.file("sample.json").ok_or_else(|| {
        Error::new(ErrorKind::Template, format!("template `{}` has no `sample.json`", template.manifest().name))
            .with_hint("add a record that shows what the template can do")
    })?;
    Record::from_json(bytes).map_err(|error| error.in_file("sample.json"))
}

/// Draws the sample in every size and theme: what is wrong with a template is an error, what its sample gives rise to is told.
fn lint(names: &[String], reporter: &mut Reporter) -> Result<Outcome> {
    let mut outcome = Outcome::Done;
    for name in names {
        let problems = lint_one(name, reporter)?;
        let verdict = if problems == 0 { "fine".to_owned() } else { format!("{problems} problems") };
        reporter.note(format_args!("{name}: {verdict}"));
        if problems > 0 {
            outcome = Outcome::Failed;
        }
    }
    Ok(outcome)
}

fn lint_one(name: &str, reporter: &Reporter) -> Result<usize> {
    let path = Path::new(name);
    let template = if path.is_dir() {
        match Template::from_files_all(files::template_files(path)?) {
            Ok(template) => template,
            Err(errors) => {
                errors.iter().for_each(|error| reporter.error(error));
                return Ok(errors.len());
            }
        }
    } else {
        open(name)?
    };
    let record = sample(&template)?;
    let renderer = Renderer::builder().template(template.clone()).build()?;
    let pictures = |address: &str| template.file(address).map(|bytes| bytes.to_vec());
    let mut problems = 0;
    for size in &template.manifest().sizes {
        for theme in &template.manifest().themes {
            let options = crate::Options {
                template: Some(template.manifest().name.clone()),
                theme: theme.clone(),
                size: size.parse::<Size>()?,
                ..crate::Options::default()
            };
            match renderer.render(&record, &pictures, &options) {
                Ok(card) => {
                    let serious: Vec<_> = card
                        .findings()
                        .iter()
                        .filter(|finding| finding.severity >= Severity::Warning)
                        .cloned()
                        .collect();
                    if !serious.is_empty() {
                        reporter.note(format_args!("{name}, {size}, {theme}:"));
                        reporter.findings(&serious);
                    }
                    problems += serious.len();
                }
                Err(error) => {
                    reporter.note(format_args!("{name}, {size}, {theme}:"));
                    reporter.error(&error);
                    problems += 1;
                }
            }
        }
    }
    Ok(problems)
}

fn preview(arguments: PreviewArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let PreviewArguments { name, record, out, look } = arguments;
    let look = LookArguments { template: Some(name.clone()), ..look };
    let setup = Setup::new(&look)?;
    let template = open(&name)?;
    let given = record.as_deref();
    let record = match given {
        Some(path) => {
            let bytes = files::read(path)?;
            Record::from_json(&bytes).map_err(|error| error.in_file(path.display().to_string()))?
        }
        None => sample(&template)?,
    };
    let folder = setup.assets(given.unwrap_or(Path::new("-")))?;
    let page = if given.is_some() || look.assets.is_some() {
        setup.renderer.preview(&record, &folder, &setup.options).map_err(|error| setup.placed(error))?
    } else {
        let pictures = |address: &str| template.file(address).map(|bytes| bytes.to_vec());
        setup.renderer.preview(&record, &pictures, &setup.options).map_err(|error| setup.placed(error))?
    };
    std::fs::create_dir_all(&out).map_err(|error| {
        Error::new(ErrorKind::Usage, format!("the folder `{}` cannot be made", out.display())).with_source(error)
    })?;
    for (name, bytes) in &page.files {
        files::write(&out.join(name), bytes)?;
    }
    files::write(&out.join("index.html"), page.html.as_bytes())?;
    reporter.note(format_args!("open {}", out.join("index.html").display()));
    Ok(Outcome::Done)
}
