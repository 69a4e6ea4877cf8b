//! Headless Chromium as the judge of boxes and lines, recorded so that no browser is needed.

mod chromium;
mod page;
mod recording;
mod similarity;

use std::sync::Mutex;

#[test]
fn recorder() {
    let Some(program) = chromium::program() else { return };
    println!("{}", chromium::version(&program));
    let pages = page::pages();
    let next = Mutex::new(pages.iter());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let page = next.lock().unwrap().next();
                    let Some(page) = page else { break };
                    match chromium::record(&program, &page.for_browser()) {
                        Ok(recorded) => recorded.write(&page.folder),
                        Err(error) => println!("{}: {error}", page.name),
                    }
                }
            });
        }
    });
}
