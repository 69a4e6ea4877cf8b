//! The same record gives the same bytes: on one thread or eight, in another folder, with another locale and time zone.

use std::fs;

use crate::support::{command, folder, project};

#[test]
fn eight_threads_draw_the_bytes_of_one() {
    let renderer = pullquote::Renderer::builder().build().unwrap();
    let folder = project("examples");
    let pictures = |address: &str| fs::read(folder.join(address)).ok();
    let draw = |name: &str| {
        let record = pullquote::Record::from_json(&fs::read(folder.join(name)).unwrap()).unwrap();
        let card = renderer.render(&record, &pictures, &pullquote::Options::default()).unwrap();
        (card.png(pullquote::Effort::Fast).unwrap(), card.svg().unwrap())
    };
    for name in ["post.json", "quote.json", "quote-photo.json"] {
        let alone = draw(name);
        let together: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| draw(name))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(together.iter().all(|card| *card == alone), "{name} differs between threads");
    }
}

#[test]
fn a_card_that_eight_threads_work_on_has_the_bytes_of_one() {
    let folder = project("examples");
    let pictures = |address: &str| fs::read(folder.join(address)).ok();
    let draw = |threads: usize, name: &str| {
        let renderer = pullquote::Renderer::builder().threads(threads).build().unwrap();
        let record = pullquote::Record::from_json(&fs::read(folder.join(name)).unwrap()).unwrap();
        let options = pullquote::Options { size: pullquote::Size::STORY, ..Default::default() };
        let card = renderer.render(&record, &pictures, &options).unwrap();
        [pullquote::Effort::Fast, pullquote::Effort::Balanced].map(|effort| card.png(effort).unwrap())
    };
    for name in ["post.json", "quote-photo.json"] {
        assert!(draw(8, name) == draw(1, name), "{name} differs between threads");
    }
}

#[test]
fn folder_locale_and_time_zone_of_the_machine_change_nothing() {
    let draw = |locale: &str, zone: &str| {
        let folder = folder();
        let record = project("examples/post.json").display().to_string();
        let output = command(folder.path())
            .args(["render", &record, "-o", "card.png"])
            .env("LANG", locale)
            .env("LC_ALL", locale)
            .env("TZ", zone)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read(folder.path().join("card.png")).unwrap()
    };
    assert_eq!(draw("C", "UTC"), draw("tr_TR.UTF-8", "Pacific/Kiritimati"));
}
