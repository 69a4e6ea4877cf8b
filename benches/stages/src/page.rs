//! From a record to the display list: compiling a template, gathering pictures, binding, parsing, styling, layout, painting.

use divan::Bencher;
use pullquote::stages::{Steps, compile};

use crate::sample::{Sample, renderer};

const TEMPLATES: [&str; 5] = ["post", "post-photo", "quote", "quote-photo", "statement"];

/// Runs a bench on the steps of a template's sample.
macro_rules! with_steps {
    ($template:expr, $steps:ident, $work:expr) => {{
        let (renderer, sample) = (renderer(), Sample::of($template));
        let $steps = Steps::new(&renderer, &sample.record, &sample.pictures, &sample.options).expect("a bound record");
        $work
    }};
}

/// Once for each template of a program: Jinja and CSS.
#[divan::bench(args = TEMPLATES)]
fn compile_template(bencher: Bencher<'_, '_>, template: &str) {
    let template = renderer().template(template).expect("a template");
    bencher.bench_local(|| compile(&template).expect("a template"));
}

/// Looking up and decoding the pictures.
#[divan::bench(args = TEMPLATES)]
fn gather(bencher: Bencher<'_, '_>, template: &str) {
    with_steps!(template, steps, bencher.bench_local(|| steps.gather()));
}

/// The record put into the page.
#[divan::bench(args = TEMPLATES)]
fn bind(bencher: Bencher<'_, '_>, template: &str) {
    with_steps!(template, steps, bencher.bench_local(|| steps.bind().expect("a page")));
}

/// The page as a document.
#[divan::bench(args = TEMPLATES)]
fn parse_html(bencher: Bencher<'_, '_>, template: &str) {
    with_steps!(template, steps, bencher.bench_local(|| steps.parse().expect("a document")));
}

/// Selectors matched, styles computed.
#[divan::bench(args = TEMPLATES)]
fn cascade(bencher: Bencher<'_, '_>, template: &str) {
    with_steps!(template, steps, bencher.bench_local(|| steps.cascade().expect("styles")));
}

/// Boxes, shaping, lines, fitting.
#[divan::bench(args = TEMPLATES)]
fn layout(bencher: Bencher<'_, '_>, template: &str) {
    with_steps!(template, steps, {
        let styled = steps.cascade().expect("styles");
        bencher.with_inputs(|| styled.clone()).bench_local_values(|styled| steps.lay_out(styled).expect("a layout"));
    });
}

/// The display list.
#[divan::bench(args = TEMPLATES)]
fn paint(bencher: Bencher<'_, '_>, template: &str) {
    with_steps!(template, steps, {
        let laid = steps.lay_out(steps.cascade().expect("styles")).expect("a layout");
        bencher.bench_local(|| steps.paint(&laid));
    });
}
