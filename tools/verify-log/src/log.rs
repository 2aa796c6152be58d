//! A whole log, read from front to back: nothing of it is held in memory unless something is wrong.

use std::fs::File;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _};
use std::path::Path;

use crate::differences::{Difference, between};
use crate::erasure::Erasures;
use crate::merkle::{Hash, Tree, leaf};
use crate::note::{Checkpoint, kept_notes, notes};
use crate::{Question, Report, event, read};

/// More findings than these tell nobody anything.
const MOST_FINDINGS: usize = 50;

pub fn verify(folder: &Path, question: &Question) -> Result<Report, String> {
    let mut report = Report::default();
    let checkpoints = checkpoints(folder, question, &mut report)?;
    let mut erasures = Erasures::new(&checkpoints);
    let walk = Walk::along(folder, &checkpoints, &mut erasures)?;
    tell(&walk, &checkpoints, question, &mut report);
    erasures.tell(question, &mut report);
    explain(&walk, folder, &mut report)?;
    Ok(report)
}

/// The checkpoints of the log and those that others kept, smallest first: those alone whose signatures hold.
fn checkpoints(folder: &Path, question: &Question, report: &mut Report) -> Result<Vec<Checkpoint>, String> {
    let mut good = Vec::new();
    for checkpoint in opened(&notes(&read(&folder.join("checkpoints"))?), question)? {
        match checkpoint {
            Ok(checkpoint) => good.push(checkpoint),
            Err(problem) => report.broken(problem),
        }
    }
    for path in &question.seen {
        good.extend(kept(path, question, report)?);
    }
    good.sort_by_key(|checkpoint| checkpoint.size);
    for (one, other) in good.iter().zip(good.iter().skip(1)) {
        if one.size == other.size && one.root != other.root {
            let size = one.size;
            report.broken(format!("two signed checkpoints over {size} events differ: the log was shown in two forms"));
        }
    }
    Ok(good)
}

/// What a file keeps of this log. What no key of the log signed is another log's or made up, and proves nothing.
fn kept(path: &Path, question: &Question, report: &mut Report) -> Result<Vec<Checkpoint>, String> {
    let file = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("{file}: {error}"))?;
    let notes = kept_notes(&String::from_utf8_lossy(&bytes));
    // Nothing found would look like nothing wrong.
    if notes.is_empty() {
        return Err(format!(
            "{file} holds no signed checkpoint that can be read: give the letter as it came, or its text with the lines as they were"
        ));
    }
    let (mut good, mut others) = (Vec::new(), 0);
    for checkpoint in opened(&notes, question)? {
        match checkpoint {
            Ok(checkpoint) => good.push(checkpoint),
            Err(problem) => {
                others += 1;
                if others <= MOST_FINDINGS {
                    report.tell(format!("{file}: not this log's by the keys given, and proves nothing: {problem}"));
                }
            }
        }
    }
    if others > MOST_FINDINGS {
        report.tell(format!("{file}: {others} of these in all"));
    }
    match good.iter().map(|checkpoint| checkpoint.size).max() {
        Some(size) => {
            report.tell(format!("{file}: checkpoints of this log: {}, the last over {size} events.", good.len()));
        }
        None => report.broken(format!("{file}: none of its checkpoints is this log's")),
    }
    Ok(good)
}

/// Opens notes on all cores, in their order.
fn opened(notes: &[String], question: &Question) -> Result<Vec<Result<Checkpoint, String>>, String> {
    let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = notes.len().div_ceil(at_once).max(1);
    let opened: Vec<Result<Checkpoint, String>> = std::thread::scope(|scope| {
        let open_all = |notes: &[String]| notes.iter().map(|note| question.trust.open(note)).collect::<Vec<_>>();
        let workers: Vec<_> = notes.chunks(share).map(|notes| scope.spawn(move || open_all(notes))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    if opened.len() == notes.len() { Ok(opened) } else { Err("checking the signatures failed".to_owned()) }
}

/// One row of leaf hashes on its way, held against the checkpoints.
#[derive(Default)]
struct Row {
    tree: Tree,
    size: u64,
    /// The largest checkpoint that was right.
    right: u64,
    /// The smallest checkpoint that was wrong.
    wrong: Option<u64>,
}

impl Row {
    fn add(&mut self, leaf: Hash) {
        self.tree.add(leaf);
        self.size += 1;
    }

    /// Compares with the checkpoints of this size, of which the smallest left is the first.
    fn compare<'a>(&mut self, mut checkpoints: &'a [Checkpoint]) -> &'a [Checkpoint] {
        while let Some((first, rest)) = checkpoints.split_first().filter(|(first, _)| first.size <= self.size) {
            if self.wrong.is_none() {
                if first.root == self.tree.root() { self.right = first.size } else { self.wrong = Some(first.size) }
            }
            checkpoints = rest;
        }
        checkpoints
    }
}

/// What one way through the files has shown.
#[derive(Default)]
struct Walk {
    events: Row,
    /// The leaf hashes as stored, where the file is there.
    leaves: Option<Row>,
    erased_without_leaf: bool,
    /// The first place where the two rows differ.
    first_difference: Option<u64>,
    cut_short: bool,
}

impl Walk {
    fn along(folder: &Path, checkpoints: &[Checkpoint], erasures: &mut Erasures<'_>) -> Result<Self, String> {
        let mut events = Events::open(folder)?;
        let mut leaves = Leaves::open(folder)?;
        let mut walk = Self { leaves: leaves.is_some().then(Row::default), ..Self::default() };
        let (mut for_events, mut for_leaves) = (walk.events.compare(checkpoints), checkpoints);
        if let Some(row) = &mut walk.leaves {
            for_leaves = row.compare(checkpoints);
        }
        for position in 0.. {
            let event = events.next()?;
            let stored = leaves.as_mut().map(Leaves::next).transpose()?.flatten();
            if event.is_none() && stored.is_none() {
                break;
            }
            let found = match event {
                Some(Record::Event) => Some(leaf(&events.bytes)),
                Some(Record::Erased) => {
                    erasures.erased(position);
                    walk.erased_without_leaf |= stored.is_none();
                    stored.or(Some([0; 32]))
                }
                None => None,
            };
            if found != stored && walk.leaves.is_some() {
                walk.first_difference.get_or_insert(position);
            } else if let Some((at, told)) = event::time_and_erasure(&events.bytes) {
                erasures.event(position, at, told);
            }
            if let Some(found) = found {
                walk.events.add(found);
                for_events = walk.events.compare(for_events);
            }
            if let (Some(row), Some(stored)) = (&mut walk.leaves, stored) {
                row.add(stored);
                for_leaves = row.compare(for_leaves);
            }
        }
        walk.cut_short = events.cut_short;
        Ok(walk)
    }
}

/// Tells what the log has and what is missing of it.
fn tell(walk: &Walk, checkpoints: &[Checkpoint], question: &Question, report: &mut Report) {
    let events = walk.events.size;
    report.tell(format!(
        "The log {}: {events} events, {} signed checkpoints.",
        question.trust.origin,
        checkpoints.len()
    ));
    let Some(last) = checkpoints.last() else {
        report.broken("there is no checkpoint to hold the events against");
        return;
    };
    let witnessed = checkpoints.iter().rev().find(|checkpoint| !checkpoint.seen.is_empty());
    for (witness, seconds) in witnessed.iter().flat_map(|checkpoint| &checkpoint.seen) {
        let size = witnessed.map_or(0, |checkpoint| checkpoint.size);
        report.tell(format!("Witnessed up to event {size} by {witness} at {seconds} seconds since 1970 UTC."));
    }
    if witnessed.is_none() && !question.trust.witnesses.is_empty() {
        report.broken("none of the witnesses has seen any checkpoint");
    }
    let have = walk.leaves.as_ref().map_or(events, |leaves| leaves.size.max(events));
    if last.size > have {
        let seen = if last.seen.is_empty() { "signed" } else { "witnessed" };
        let (size, missing) = (last.size, last.size - have);
        report.broken(format!(
            "the log ends after {have} events, and a {seen} checkpoint covers {size}: {missing} are cut off"
        ));
    } else if events > last.size {
        report.tell(format!("The last {} events are under no checkpoint yet.", events - last.size));
    }
    if walk.erased_without_leaf {
        report.broken("events are erased, and the file of leaf hashes that stands for them is missing or too short");
    }
    if walk.cut_short {
        report.broken("the file of events ends in the middle of one");
    }
}

/// Says where and what, as exactly as it can be known.
fn explain(walk: &Walk, folder: &Path, report: &mut Report) -> Result<(), String> {
    let Some(leaves) = &walk.leaves else {
        if let Some(wrong) = walk.events.wrong {
            between_checkpoints(walk.events.right, wrong, "The file of leaf hashes would tell which.", report);
        }
        return Ok(());
    };
    if let (Some(wrong), None) = (leaves.wrong, walk.events.wrong) {
        let right = leaves.right;
        report.broken(format!(
            "the events are whole, but stored leaf hashes were changed between positions {right} and {wrong}"
        ));
        return Ok(());
    }
    // Leaf hashes are to be believed as far as a checkpoint agrees with them; beyond the last one nothing speaks against them.
    let believed = if leaves.wrong.is_some() { leaves.right } else { leaves.size };
    if walk.first_difference.is_some_and(|first| first < believed || leaves.wrong.is_none()) {
        name_differences(folder, believed, leaves.wrong.is_some(), report)?;
    }
    if let Some(wrong) = leaves.wrong {
        between_checkpoints(
            leaves.right,
            wrong,
            "The stored leaf hashes were changed too, so it cannot be told which.",
            report,
        );
    } else if let (Some(wrong), None) = (walk.events.wrong, walk.first_difference) {
        between_checkpoints(walk.events.right, wrong, "", report);
    }
    Ok(())
}

fn between_checkpoints(right: u64, wrong: u64, more: &str, report: &mut Report) {
    // Nothing lies between two checkpoints of one size: that they differ is told elsewhere.
    let Some(last) = wrong.checked_sub(1).filter(|last| *last >= right) else { return };
    report.broken(format!(
        "everything before position {right} is whole; between positions {right} and {last} an event was changed, dropped, added or moved. {more}"
    ));
}

/// Reads both rows into memory and says what was done.
fn name_differences(folder: &Path, believed: u64, only_so_far: bool, report: &mut Report) -> Result<(), String> {
    let (mut events, mut leaves) = (Events::open(folder)?, Leaves::open(folder)?);
    let (mut sealed, mut found, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    let limit = if only_so_far { usize::try_from(believed).unwrap_or(usize::MAX) } else { usize::MAX };
    while sealed.len() < limit {
        let Some(hash) = leaves.as_mut().map(Leaves::next).transpose()?.flatten() else { break };
        sealed.push(hash);
    }
    while found.len() < limit {
        let Some(record) = events.next()? else { break };
        let erased = sealed.get(found.len()).copied().unwrap_or_default();
        found.push(if matches!(record, Record::Event) { leaf(&events.bytes) } else { erased });
        ids.push(events.bytes.get(25..41).and_then(|id| <[u8; 16]>::try_from(id).ok()).unwrap_or_default());
    }
    let name = |index: usize| ids.get(index).map_or_else(String::new, |id| event::uuid(id));
    let differences = between(&sealed, &found);
    for difference in differences.iter().take(MOST_FINDINGS) {
        report.broken(match *difference {
            Difference::Changed { position, index } => {
                format!("changed: the event at position {position}, now {}", name(index))
            }
            Difference::Dropped { position } => format!("dropped: the event that was sealed at position {position}"),
            Difference::Added { index } => {
                format!("added: the event {} that was never sealed here (number {index} in the file)", name(index))
            }
            Difference::Swapped { one, other } => {
                format!("swapped: the events at positions {one} and {other}, {} and {}", name(other), name(one))
            }
            Difference::Moved { position, index } => {
                format!(
                    "moved: the event {} that was sealed at position {position} (number {index} in the file)",
                    name(index)
                )
            }
        });
    }
    if let Some(more) = differences.len().checked_sub(MOST_FINDINGS + 1) {
        report.broken(format!("and {} more", more + 1));
    }
    Ok(())
}

enum Record {
    Event,
    Erased,
}

/// The file `events`: its records one after the other, the last one read in `bytes`.
struct Events {
    file: BufReader<File>,
    left: u64,
    bytes: Vec<u8>,
    cut_short: bool,
}

impl Events {
    fn open(folder: &Path) -> Result<Self, String> {
        let (file, left) = open(&folder.join("events"), "behorig-events 1\n")?;
        Ok(Self { file, left, bytes: Vec::new(), cut_short: false })
    }

    fn next(&mut self) -> Result<Option<Record>, String> {
        self.bytes.clear();
        let mut length = [0; 4];
        let Some(after) = self.left.checked_sub(4) else {
            self.cut_short |= self.left > 0;
            return Ok(None);
        };
        self.file.read_exact(&mut length).map_err(|error| format!("events: {error}"))?;
        let length = u32::from_be_bytes(length);
        let Some(left) = after.checked_sub(u64::from(length)) else {
            (self.cut_short, self.left) = (true, 0);
            return Ok(None);
        };
        self.left = left;
        if length == 0 {
            return Ok(Some(Record::Erased));
        }
        self.bytes.resize(usize::try_from(length).map_err(|_| "events: too long")?, 0);
        self.file.read_exact(&mut self.bytes).map_err(|error| format!("events: {error}"))?;
        Ok(Some(Record::Event))
    }
}

/// The file `leaves`.
struct Leaves(BufReader<File>);

impl Leaves {
    fn open(folder: &Path) -> Result<Option<Self>, String> {
        let path = folder.join("leaves");
        if !path.exists() {
            return Ok(None);
        }
        Ok(Some(Self(open(&path, "behorig-leaves 1\n")?.0)))
    }

    fn next(&mut self) -> Result<Option<Hash>, String> {
        let mut hash = [0; 32];
        match self.0.read_exact(&mut hash) {
            Ok(()) => Ok(Some(hash)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(format!("leaves: {error}")),
        }
    }
}

/// Opens a file behind its first line, and says how many bytes are left.
fn open(path: &Path, first_line: &str) -> Result<(BufReader<File>, u64), String> {
    let say = |error: std::io::Error| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(say)?;
    let length = file.metadata().map_err(say)?.len();
    let mut file = BufReader::with_capacity(1 << 18, file);
    let mut line = Vec::new();
    (&mut file).take(64).read_until(b'\n', &mut line).map_err(say)?;
    if line != first_line.as_bytes() {
        return Err(format!("{}: its first line must be {}", path.display(), first_line.trim_end()));
    }
    Ok((file, length.saturating_sub(line.len() as u64)))
}
