//! The proof of one event (C2SP tlog-proof), with the event in its line `extra`.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::merkle::{Hash, leaf, root_by_path};
use crate::note::hash;
use crate::{Question, Report, event};

pub fn verify(path: &Path, question: &Question) -> Result<Report, String> {
    let text = crate::read(path)?;
    let mut report = Report::default();
    let Some((event, position, hashes, note)) = parts(&text) else {
        report.broken("this is no proof of an event, or its lines were changed");
        return Ok(report);
    };
    let checkpoint = match question.trust.open(note) {
        Ok(checkpoint) => checkpoint,
        Err(problem) => {
            report.broken(problem);
            return Ok(report);
        }
    };
    if root_by_path(leaf(&event), position, checkpoint.size, &hashes) != Some(checkpoint.root) {
        report.broken("the event is not the one that the checkpoint covers: it or the proof was changed");
        return Ok(report);
    }
    let size = checkpoint.size;
    report.tell(format!("The log {} has this event at position {position} of {size}:", question.trust.origin));
    match event::read(&event) {
        Some(fields) => {
            for line in fields.iter().filter_map(|(name, value)| event::line(name, *value)) {
                report.tell(line);
            }
        }
        None => report.broken("what the log has there is no event of a known layout"),
    }
    for (witness, seconds) in &checkpoint.seen {
        report.tell(format!("Witnessed by {witness} at {seconds} seconds since 1970 UTC."));
    }
    if checkpoint.seen.is_empty() && !question.trust.witnesses.is_empty() {
        report.broken("none of the witnesses has seen the checkpoint");
    }
    Ok(report)
}

/// The event, its position, the hashes of its path, and the signed checkpoint.
fn parts(text: &str) -> Option<(Vec<u8>, u64, Vec<Hash>, &str)> {
    let (head, note) = text.split_once("\n\n")?;
    let mut lines = head.split('\n');
    if lines.next()? != "c2sp.org/tlog-proof@v1" {
        return None;
    }
    let event = STANDARD.decode(lines.next()?.strip_prefix("extra ")?).ok()?;
    let position = lines.next()?.strip_prefix("index ")?;
    let position = position.parse().ok().filter(|number: &u64| number.to_string() == position)?;
    Some((event, position, lines.map(hash).collect::<Option<_>>()?, note))
}
