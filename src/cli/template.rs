//! `template`: list, show and preview templates. Checking is in `lint`, beginning one in `scaffold`.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Outcome;
use super::args::{LookArguments, PreviewArguments, TemplateCommand};
use super::config::{self, Setup};
use super::report::Reporter;
use super::{files, lint, scaffold, watch};
use crate::store::Address;
use crate::template::{Manifest, Parameter};
use crate::{Assets, Card, Effort, Error, ErrorKind, Preview, Record, Renderer, Result, Template};

pub(super) fn run(command: TemplateCommand, reporter: &mut Reporter) -> Result<Outcome> {
    match command {
        TemplateCommand::List { json } => list(json),
        TemplateCommand::Show { template } => show(&template),
        TemplateCommand::New { name, from } => {
            let from = from.map(|from| open(&from)).transpose()?;
            scaffold::new(&name, from.as_ref(), reporter)
        }
        TemplateCommand::Lint { templates, sheet } => lint::lint(&templates, sheet.as_deref(), reporter),
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
pub(super) fn open(name: &str) -> Result<Template> {
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

/// The sample of a template.
pub(super) fn sample(template: &Template) -> Result<Record> {
    let bytes = template.file("sample.json").ok_or_else(|| {
        Error::new(ErrorKind::Template, format!("template `{}` has no `sample.json`", template.manifest().name))
            .with_hint("add a record that shows what the template can do")
    })?;
    Record::from_json(bytes).map_err(|error| error.in_file("sample.json"))
}

fn preview(arguments: PreviewArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let PreviewArguments { name, record, out, watch, port, look } = arguments;
    let look = LookArguments { template: Some(name.clone()), ..look };
    let given = record.as_deref();
    if watch {
        let mut watched: Vec<PathBuf> = given.map(Path::to_path_buf).into_iter().collect();
        watched.extend(Path::new(&name).is_dir().then(|| PathBuf::from(&name)));
        watched.extend(look.config.clone());
        return watch::serve(&watched, port, &|| draw(&name, given, &look), reporter);
    }
    let Some(out) = out else {
        return Err(Error::new(ErrorKind::Usage, "there is no folder to write to").with_hint("add `--out DIR`"));
    };
    let index = out.join("index.html");
    files::expect_output(&index)?;
    let page = bound(&name, given, &look)?.page()?;
    let folder = if Address::of_path(&out)?.is_some() { Ok(()) } else { std::fs::create_dir_all(&out) };
    folder.map_err(|error| {
        Error::new(ErrorKind::Usage, format!("the folder `{}` cannot be made", out.display())).with_source(error)
    })?;
    for (name, bytes) in &page.files {
        files::write(&out.join(name), bytes)?;
    }
    files::write(&index, page.html.as_bytes())?;
    reporter.note(format_args!("open {}", index.display()));
    Ok(Outcome::Done)
}

/// A template with the record that is shown in it.
struct Bound {
    setup: Setup,
    template: Template,
    record: Record,
    folder: files::Folder,
    /// Whether pictures come from the template and not from the folder.
    own: bool,
}

/// Opens a template and its record; reads both anew.
fn bound(name: &str, given: Option<&Path>, look: &LookArguments) -> Result<Bound> {
    let setup = Setup::new(look)?;
    let template = open(name)?;
    let record = match given {
        Some(path) => {
            let bytes = files::read(path)?;
            Record::from_json(&bytes).map_err(|error| error.in_file(path.display().to_string()))?
        }
        None => sample(&template)?,
    };
    let folder = setup.assets(given.unwrap_or(Path::new("-")))?;
    Ok(Bound { setup, template, record, folder, own: given.is_none() && look.assets.is_none() })
}

impl Bound {
    /// The page for a browser.
    fn page(&self) -> Result<Preview> {
        let Self { setup, record, .. } = self;
        let pictures = |address: &str| self.template.file(address).map(|bytes| bytes.to_vec());
        let assets: &dyn Assets = if self.own { &pictures } else { &self.folder };
        setup.renderer.preview(record, assets, &setup.options).map_err(|error| setup.placed(error))
    }

    /// The card.
    fn card(&self) -> Result<Card> {
        let Self { setup, record, .. } = self;
        let pictures = |address: &str| self.template.file(address).map(|bytes| bytes.to_vec());
        let assets: &dyn Assets = if self.own { &pictures } else { &self.folder };
        setup.renderer.render(record, assets, &setup.options).map_err(|error| setup.placed(error))
    }
}

/// Card and page for a browser that watches.
fn draw(name: &str, given: Option<&Path>, look: &LookArguments) -> Result<watch::Drawn> {
    let in_folder = |error: Error| match error.location().file.clone() {
        Some(file) if Path::new(name).join(&file).is_file() => {
            error.relocated(Path::new(name).join(file).display().to_string())
        }
        _ => error,
    };
    let bound = bound(name, given, look)?;
    let card = bound.card().map_err(in_folder)?;
    let notes: Vec<String> = card.findings().iter().map(ToString::to_string).collect();
    Ok(watch::Drawn {
        page: bound.page().map_err(in_folder)?,
        png: card.png(Effort::Fast)?,
        size: (card.width(), card.height()),
        notes: notes.join("\n"),
    })
}
