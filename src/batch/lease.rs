//! The only run on a prefix of an object store: an object that its run puts anew every few seconds. Nobody can ask a store whether a run is
//! alive; one that gave no sign of life for a while is taken for dead, on the same machine at once when its process is gone.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::destination::{self, Taken};
use crate::store::{Address, Fault, Mode, Store, Version};
use crate::{Error, Result};

/// Where the state of a run is, below the prefix of its cards.
pub(super) const STATE: &str = ".pullquote-batch";
/// How often a run gives a sign of life.
const BEAT: Duration = Duration::from_secs(5);
/// For how long a run that gives none is taken for alive.
const STALE: Duration = Duration::from_secs(20);
/// How often it is looked whether a run gives one.
const LOOK: Duration = Duration::from_millis(1000);
/// Longest text of a lease that is read, in bytes.
const MAX_BYTES: u64 = 1 << 16;

/// Takes a prefix for this run alone.
///
/// # Errors
/// [`ErrorKind::Usage`] when another run has it; [`ErrorKind::Io`] when the store cannot be asked.
pub(super) fn take(
    prefix: &Address,
    store: &Store,
    lost: &Arc<AtomicBool>,
    stop: &AtomicBool,
    waiting: &mut dyn FnMut(Duration),
) -> Result<Taken> {
    let address = prefix.join(STATE).join("lock.json");
    let failed = |fault: Fault| fault.into_error(&address);
    let put = |mode: &Mode, beat: u64| store.put(&address.key, text(beat), mode);
    let ours = |version, after_a_kill| {
        let lease = Lease::keep(&address, store, version, lost);
        Ok(Taken::Ours { lock: Box::new(lease), after_a_kill })
    };
    loop {
        let conditional = match put(&Mode::New, 0) {
            Ok(version) => return ours(Some(version), false),
            Err(Fault::Other) => true,
            // Two runs that begin in the same moment do not see each other there.
            Err(Fault::Unsupported) => false,
            Err(fault) => return Err(failed(fault)),
        };
        let (bytes, seen) = match store.get(&address.key, MAX_BYTES) {
            Ok(found) => found,
            // It went in this moment.
            Err(Fault::Missing) if conditional => continue,
            Err(Fault::Missing) => {
                put(&Mode::Any, 0).map_err(failed)?;
                return ours(None, false);
            }
            Err(fault) => return Err(failed(fault)),
        };
        if !is_gone(&bytes) {
            waiting(STALE);
            match watch(store, &address, &seen, stop)? {
                Watched::Silent => {}
                Watched::Alive => return Err(busy(prefix)),
                Watched::Ended => continue,
                Watched::Stopped => return Ok(Taken::Stopped),
            }
        }
        match put(&Mode::Replacing(seen), 0) {
            Ok(version) => return ours(Some(version), true),
            Err(Fault::Unsupported) => {
                put(&Mode::Any, 0).map_err(failed)?;
                return ours(None, true);
            }
            // Another run was quicker, or it ended in this moment.
            Err(Fault::Other | Fault::Missing) => {}
            Err(fault) => return Err(failed(fault)),
        }
    }
}

/// What became of a lease that was watched.
enum Watched {
    Silent,
    Alive,
    Ended,
    Stopped,
}

fn watch(store: &Store, address: &Address, seen: &Version, stop: &AtomicBool) -> Result<Watched> {
    let since = Instant::now();
    while since.elapsed() < STALE {
        std::thread::sleep(LOOK);
        if stop.load(Ordering::Relaxed) {
            return Ok(Watched::Stopped);
        }
        match store.get(&address.key, MAX_BYTES) {
            Ok((_, version)) if version == *seen => {}
            Ok(_) => return Ok(Watched::Alive),
            Err(Fault::Missing) => return Ok(Watched::Ended),
            Err(fault) => return Err(fault.into_error(address)),
        }
    }
    Ok(Watched::Silent)
}

fn busy(prefix: &Address) -> Error {
    destination::busy(&prefix.to_string(), "wait until it has ended, or choose another --out")
}

/// What stands in a lease. Each beat has another text, and so another mark of its content.
fn text(beat: u64) -> Vec<u8> {
    let now = jiff::Timestamp::now().to_string();
    json!({ "what": "a run of `pullquote batch` writes here", "process": process(), "beat": beat, "at": now })
        .to_string()
        .into_bytes()
}

/// What no other process has that ever ran: the boot of the machine, the process's world, its number and when it began, and a number drawn by
/// lot, for machines that tell nothing of these.
fn process() -> Value {
    static LOT: OnceLock<u64> = OnceLock::new();
    let lot = *LOT.get_or_init(|| RandomState::new().build_hasher().finish());
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let world = fs::read_link("/proc/self/ns/pid").map(|path| path.display().to_string()).unwrap_or_default();
    let number = std::process::id();
    json!({ "boot": boot.trim(), "world": world, "number": number, "began": began(number), "lot": format!("{lot:016x}") })
}

/// When a process began, in ticks since the boot; `None` when there is none, or no way to tell.
fn began(process: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before may have spaces and brackets; field 22 of all is the 20th after it.
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(19).map(str::to_owned)
}

/// Whether the process of a lease ran on this machine and is gone.
fn is_gone(lease: &[u8]) -> bool {
    let Ok(lease) = serde_json::from_slice::<Value>(lease) else { return false };
    let (theirs, ours) = (&lease["process"], process());
    let is_here = theirs["boot"] == ours["boot"] && theirs["world"] == ours["world"] && ours["boot"] != "";
    let number = theirs["number"].as_u64().and_then(|number| u32::try_from(number).ok());
    // Where the processes of others are hidden, one that lives looks like one that is gone.
    let sees_others = began(1).is_some();
    is_here && sees_others && number.is_some_and(|number| began(number).as_deref() != theirs["began"].as_str())
}

/// A lease that is ours, with the thread that keeps it.
#[derive(Debug)]
struct Lease {
    address: Address,
    store: Store,
    end: Option<Sender<()>>,
    keeper: Option<JoinHandle<()>>,
    lost: Arc<AtomicBool>,
}

impl Lease {
    /// Begins to give signs of life. `version`: what was put; none in a store without conditions.
    fn keep(address: &Address, store: &Store, version: Option<Version>, lost: &Arc<AtomicBool>) -> Self {
        let (end, ended) = channel::<()>();
        let (key, keeping, losing) = (address.key.clone(), store.clone(), Arc::clone(lost));
        let keeper = std::thread::spawn(move || {
            let (mut version, mut beat) = (version, 0);
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(BEAT) {
                beat += 1;
                let mode = version.clone().map_or(Mode::Any, Mode::Replacing);
                match keeping.put(&key, text(beat), &mode) {
                    Ok(new) => version = version.map(|_| new),
                    Err(Fault::Other) if is_of_this_process(&keeping, &key, &mut version) => {}
                    Err(Fault::Other | Fault::Missing) => {
                        losing.store(true, Ordering::Relaxed);
                        return;
                    }
                    // The next beat may succeed.
                    Err(_) => {}
                }
            }
        });
        Self {
            address: address.clone(),
            store: store.clone(),
            end: Some(end),
            keeper: Some(keeper),
            lost: Arc::clone(lost),
        }
    }

    fn stop(&mut self) {
        self.end = None;
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

/// Whether a lease is ours after all: a beat arrived and its answer did not.
fn is_of_this_process(store: &Store, key: &str, version: &mut Option<Version>) -> bool {
    let Ok((bytes, found)) = store.get(key, MAX_BYTES) else { return false };
    let is_ours = serde_json::from_slice::<Value>(&bytes).is_ok_and(|lease| lease["process"] == process());
    if is_ours {
        *version = Some(found);
    }
    is_ours
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.stop();
    }
}

impl destination::Lock for Lease {
    fn release(mut self: Box<Self>) {
        self.stop();
        if !self.lost.load(Ordering::Relaxed) {
            // What cannot be removed only makes the next run more careful.
            let _ = self.store.remove(&self.address.key);
        }
    }
}
