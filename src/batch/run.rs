//! The threads of a batch and the order in which things reach the disk.
//!
//! In a folder a card is written into a temporary file and synced, then renamed; then its folder is synced, then its line is appended to the
//! manifest and synced. In an object store a card is put whole under its name, then its line with others as a part of the manifest. So a line
//! always speaks of a whole card, whatever happens, and a card without a line is drawn again.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::claim::{Claims, Job};
use super::destination::{Down, Taken, unwritable};
use super::draw::{self, CardFile, Made};
use super::index::{Index, Place};
use super::manifest::Manifest;
use super::{Ending, Event, Plan, Source, error_line};
use crate::{Error, Finding, Result};

/// Cards that are finished and wait to be told.
const DONE: usize = 128;
/// How long a thread waits before it looks whether it should end.
const BLINK: Duration = Duration::from_millis(25);
/// Threads that write. They wait for the disk nearly all the time, and a file system that is asked for many files at once puts them down
/// together: 120 files a second with one thread, 520 with eight, 1,340 with 32 on a busy disk.
const WRITERS: usize = 32;

/// A queue that several threads take from.
type Queue<T> = Arc<Mutex<Receiver<T>>>;

/// A card that waits to be written, or the cards of a series.
struct Drawn {
    card: u64,
    files: Vec<CardFile>,
    lines: String,
}

/// A card that was put down.
struct PutDown {
    name: String,
    down: Down,
    findings: Vec<Finding>,
}

/// What the other threads tell the one that owns the manifest.
enum Done {
    Written {
        card: u64,
        files: Vec<PutDown>,
        lines: String,
    },
    Kept {
        card: u64,
        place: Place,
        serious: bool,
    },
    Failed {
        card: u64,
        line: String,
        error: Option<Error>,
    },
    /// The run cannot go on.
    Broken(Error),
}

/// Makes the cards of a plan. `tell` hears of every card, and now and then of none.
///
/// # Errors
/// What makes it impossible to go on: a full disk, a folder that cannot be written, another run. What was told as written is safe.
pub(crate) fn run(plan: Plan, source: Source, tell: &mut dyn FnMut(Event<'_>)) -> Result<Ending> {
    let destination = Arc::clone(&plan.destination);
    let Taken::Ours { lock, after_a_kill } = destination.take(&plan.stop, &mut |time| tell(Event::Waiting(time)))?
    else {
        return Ok(Ending::Stopped);
    };
    let scratch = destination.scratch();
    let mut index = Index::new(&scratch).map_err(|error| unwritable(scratch.display(), error))?;
    let opened = Manifest::open(Arc::clone(&destination), &mut index);
    let manifest = match opened.and_then(|manifest| destination.look(&mut index).map(|()| manifest)) {
        Ok(manifest) => manifest,
        Err(error) => {
            // Nothing was written.
            lock.release();
            return Err(error);
        }
    };
    let plan = Arc::new(plan);
    let threads = start(&plan, source, Claims::new(index), after_a_kill);
    let now = Instant::now();
    let mut owner =
        Owner { plan: &plan, manifest, lines: Vec::new(), named: false, since: now, begun: now, cards: 0, tell };
    let ended = owner.follow(threads);
    let committed = owner.commit();
    let ending = ended.and_then(|ending| committed.map(|()| ending))?;
    if ending == Ending::Complete {
        owner.manifest.finish()?;
    }
    lock.release();
    Ok(ending)
}

/// The threads of a run.
struct Threads {
    done: Receiver<Done>,
    /// Counts the cards of the input, when it has ended.
    reader: JoinHandle<u64>,
    workers: Vec<JoinHandle<()>>,
    /// Set when the run breaks off.
    halt: Arc<AtomicBool>,
}

fn start(plan: &Arc<Plan>, source: Source, claims: Claims, verify: bool) -> Threads {
    let jobs = plan.jobs.max(1);
    let halt = Arc::new(AtomicBool::new(false));
    let (job_sender, job_queue) = sync_channel::<Job>(jobs * 4);
    let (drawn_sender, drawn_queue) = sync_channel::<Drawn>(jobs * 4);
    let (done_sender, done) = sync_channel::<Done>(DONE);
    let (job_queue, drawn_queue) = (Arc::new(Mutex::new(job_queue)), Arc::new(Mutex::new(drawn_queue)));
    let mut workers = Vec::new();
    for _ in 0..jobs {
        let (plan, queue, done, halt) =
            (Arc::clone(plan), Arc::clone(&job_queue), done_sender.clone(), Arc::clone(&halt));
        let drawn = drawn_sender.clone();
        workers.push(std::thread::spawn(move || {
            let stopping = || plan.stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
            while let Some(job) = take(&queue, &stopping) {
                draw::make(&job, &plan, verify, &mut |made| pass_on(made, &drawn, &done));
            }
        }));
    }
    for _ in 0..WRITERS {
        let (plan, queue, done) = (Arc::clone(plan), Arc::clone(&drawn_queue), done_sender.clone());
        workers.push(std::thread::spawn(move || {
            while let Some(drawn) = take(&queue, &|| false) {
                // When nobody listens any more the run has broken off.
                let _ = done.send(write(drawn, &plan));
            }
        }));
    }
    let (plan, halt_reader) = (Arc::clone(plan), Arc::clone(&halt));
    let reader = std::thread::spawn(move || read(&plan, source, claims, &job_sender, &done_sender, &halt_reader));
    Threads { done, reader, workers, halt }
}

/// The next thing of a queue; `None` when there will be none, or when the run stops.
fn take<T>(queue: &Queue<T>, stopping: &dyn Fn() -> bool) -> Option<T> {
    loop {
        if stopping() {
            return None;
        }
        let next = queue.lock().ok()?.recv_timeout(BLINK);
        match next {
            Ok(next) => return Some(next),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Reads records and gives them names; tells how many cards there are in all.
fn read(
    plan: &Plan,
    source: Source,
    mut claims: Claims,
    jobs: &SyncSender<Job>,
    done: &SyncSender<Done>,
    halt: &AtomicBool,
) -> u64 {
    let mut each = |item| {
        if plan.stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let passed = match claims.claim(item, plan) {
            Ok(Ok(job)) => jobs.send(job).is_ok(),
            Ok(Err(refused)) => {
                let line = error_line(None, refused.record.as_ref(), &refused.error);
                let mut error = Some(refused.error);
                refused
                    .cards
                    .into_iter()
                    .all(|card| done.send(Done::Failed { card, line: line.clone(), error: error.take() }).is_ok())
            }
            Err(error) => {
                let _ = done.send(Done::Broken(error));
                false
            }
        };
        if passed { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    if let Err(error) = source(&mut each) {
        let _ = done.send(Done::Broken(error));
    }
    claims.cards()
}

fn pass_on(made: Made, drawn: &SyncSender<Drawn>, done: &SyncSender<Done>) {
    // When nobody listens any more the run has broken off.
    let _ = match made {
        Made::Kept { card, place, serious } => done.send(Done::Kept { card, place, serious }).is_ok(),
        Made::Failed { card, line, error } => done.send(Done::Failed { card, line, error }).is_ok(),
        Made::Drawn { card, files, lines } => drawn.send(Drawn { card, files, lines }).is_ok(),
    };
}

fn write(drawn: Drawn, plan: &Plan) -> Done {
    let Drawn { card, files, lines } = drawn;
    let mut down = Vec::with_capacity(files.len());
    for CardFile { name, bytes, findings } in files {
        match plan.destination.put_down(&name, bytes) {
            Ok(put) => down.push(PutDown { name, down: put, findings }),
            Err(error) => return Done::Broken(error),
        }
    }
    Done::Written { card, files: down, lines }
}

/// The one that gives cards their names and owns the manifest.
struct Owner<'a> {
    plan: &'a Plan,
    manifest: Manifest,
    /// Lines that are not in the manifest yet.
    lines: Vec<(u64, String)>,
    /// Whether cards got their names since the last commit.
    named: bool,
    /// When the first of the lines came.
    since: Instant,
    begun: Instant,
    /// Cards that have come to an end.
    cards: u64,
    tell: &'a mut dyn FnMut(Event<'_>),
}

impl Owner<'_> {
    /// Takes what the threads have done until they have ended.
    fn follow(&mut self, threads: Threads) -> Result<Ending> {
        let Threads { done, reader, workers, halt } = threads;
        let ended = self.listen(&done, &workers);
        halt.store(true, Ordering::Relaxed);
        drop(done);
        ended?;
        if self.plan.stop.load(Ordering::Relaxed) {
            // The reader may wait for an input that never comes.
            return Ok(Ending::Stopped);
        }
        match reader.join() {
            Ok(cards) if cards == self.cards => Ok(Ending::Complete),
            _ => {
                Err(Error::new(crate::ErrorKind::Io, "a thread of the batch broke off, which is a defect of Pullquote")
                    .with_hint("run the same command again: it goes on where it was"))
            }
        }
    }

    fn listen(&mut self, done: &Receiver<Done>, workers: &[JoinHandle<()>]) -> Result<()> {
        loop {
            match done.recv_timeout(BLINK) {
                Ok(next) => self.accept(next)?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {
                    (self.tell)(Event::Idle);
                    if self.plan.stop.load(Ordering::Relaxed) && workers.iter().all(JoinHandle::is_finished) {
                        return done.try_iter().try_for_each(|next| self.accept(next));
                    }
                }
            }
            let (group, patience) = self.plan.destination.patience(self.begun.elapsed());
            if self.lines.len() >= group || (!self.lines.is_empty() && self.since.elapsed() > patience) {
                self.commit()?;
            }
        }
    }

    fn accept(&mut self, done: Done) -> Result<()> {
        self.cards += 1;
        match done {
            Done::Written { card, files, lines } => {
                for PutDown { name, down, findings } in files {
                    self.plan.destination.settle(&name, down)?;
                    self.named = true;
                    (self.tell)(Event::Written(&name, &findings));
                }
                self.add(card, lines);
            }
            Done::Kept { card, place, serious } => {
                self.manifest.set(card, place)?;
                (self.tell)(Event::Kept(serious));
            }
            Done::Failed { card, line, error } => {
                self.add(card, line);
                (self.tell)(Event::Failed(error.as_ref()));
            }
            Done::Broken(error) => return Err(error),
        }
        Ok(())
    }

    fn add(&mut self, card: u64, line: String) {
        if self.lines.is_empty() {
            self.since = Instant::now();
        }
        self.lines.push((card, line));
    }

    /// Puts the names of new cards on disk, then their lines.
    fn commit(&mut self) -> Result<()> {
        if self.named {
            self.plan.destination.settled()?;
            self.named = false;
        }
        if !self.lines.is_empty() {
            self.manifest.append(&self.lines)?;
            self.lines.clear();
        }
        Ok(())
    }
}
