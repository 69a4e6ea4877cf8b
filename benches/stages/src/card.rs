//! Whole cards: the sample of each built-in template at 1200×630, from its JSON to the PNG file.

use divan::Bencher;
use pullquote::{Effort, Record};

use crate::sample::{Sample, renderer, templates};

#[divan::bench(args = templates())]
fn card_balanced(bencher: Bencher<'_, '_>, template: &str) {
    card(bencher, template, Effort::Balanced);
}

#[divan::bench(args = templates())]
fn card_fast(bencher: Bencher<'_, '_>, template: &str) {
    card(bencher, template, Effort::Fast);
}

fn card(bencher: Bencher<'_, '_>, template: &str, effort: Effort) {
    let (renderer, sample) = (renderer(), Sample::of(template));
    bencher.bench_local(|| {
        let record = Record::from_json(&sample.json).expect("a record");
        let card = renderer.render(&record, &sample.pictures, &sample.options).expect("a card");
        card.png(effort).expect("a file")
    });
}
