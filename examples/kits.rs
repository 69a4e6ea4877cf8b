//! Makes kits of many generated records and checks that every file is within the limits of its network.
//!
//! `cargo run --release --example kits -- 200`

#[path = "../src/kit/varied.rs"]
mod varied;

use std::sync::atomic::{AtomicUsize, Ordering};

use pullquote::{EmbedOptions, KitOptions, Network, Options, Overflow, Record, Renderer, kit};

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(20), |count| count.parse())?;
    let renderer = Renderer::builder().build()?;
    let pictures = varied::pictures();
    let options = KitOptions {
        card: Options { overflow: Overflow::Shorten, ..Options::default() },
        page: EmbedOptions::default(),
        networks: Network::NAMED.iter().map(|(_, network)| *network).collect(),
        base_url: Some("https://news.example/kit".to_owned()),
    };
    let (next, files, other) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return Ok(());
            }
            let record = Record::from_json(varied::varied(index).as_bytes())?;
            let kit = kit(&renderer, &record, &pictures, &options)?;
            for picture in &kit.pictures {
                let receipt = picture.receipt.as_ref().ok_or("a picture is missing")?;
                let bytes = receipt.card.bytes.unwrap_or_default();
                if bytes > picture.max_bytes
                    || picture.max_alt.is_some_and(|most| picture.alt.encode_utf16().count() > most)
                {
                    return Err(
                        format!("record {index}, {}: {bytes} bytes of {}", picture.network, picture.max_bytes).into()
                    );
                }
                files.fetch_add(1, Ordering::Relaxed);
                let said = |code: &str| receipt.findings.iter().any(|finding| finding.code == code);
                other.fetch_add(usize::from(said("format-chosen") || said("fitted-to-max-bytes")), Ordering::Relaxed);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| Err("a thread ended early".into())))
    })?;
    let (files, other) = (files.into_inner(), other.into_inner());
    println!(
        "{count} kits: {files} pictures, all within their limits, {other} of them by other means than the preferred ones"
    );
    Ok(())
}
