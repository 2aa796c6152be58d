//! `behorig key`: another key for what is sealed, while the program runs.

use std::path::Path;

use behorig_store::seal::KeyId;
use behorig_store::sealed_columns::{Resealed, SealedColumn, seal_anew, sealed_by};
use behorig_store::{Actor, Db, DbOptions, Door, Event};
use behorig_visit::{Clock, SystemClock};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::{KeyFile, READ_EVERY, random, retired, write_new};
use crate::command::{CommandError, say};
use crate::config::Config;
use crate::serve::close;

/// Every column whose values are sealed. A test holds the list to the places that the code names.
pub(crate) const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "yubikey", column: "private_id_and_key", key: "id" },
    SealedColumn { table: "bankid_order", column: "qr_start_secret", key: "token_hash" },
    SealedColumn { table: "bankid_order", column: "answer", key: "token_hash" },
    SealedColumn { table: "siths_sign_in", column: "begun", key: "token_hash" },
    SealedColumn { table: "siths_sign_in", column: "card", key: "token_hash" },
    SealedColumn { table: "outbox", column: "body", key: "id" },
    SealedColumn { table: "audit_key", column: "seed", key: "id" },
];

/// What somebody who seals with an old key while all else is sealed anew is given time for.
const ROUNDS: usize = 3;

/// What is done with the key.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum KeyStep {
    /// Say which keys the file holds and how many values each seals.
    Show,
    /// Add the next key to the file: it opens, and seals nothing yet. Where nodes have files of their own, copy it to each.
    Prepare,
    /// Let the next key seal, and seal everything anew with it.
    Rotate,
    /// Take the keys out of the file that seal nothing any more.
    Retire,
}

/// Does one step.
pub(crate) async fn run(config: Config, step: KeyStep) -> Result<(), CommandError> {
    let path = config.key_file.clone();
    let mut file = KeyFile::read(&path)?;
    if matches!(step, KeyStep::Prepare) {
        return prepare(&mut file, &path);
    }
    let is_one_machine = matches!(config.database, DbOptions::Sqlite { .. });
    let db = Db::open(config.database, config.system).await?;
    let done = match step {
        KeyStep::Show | KeyStep::Prepare => show(&db, &file).await,
        KeyStep::Rotate => rotate(&db, &mut file, &path, is_one_machine).await,
        KeyStep::Retire => retire(&db, &file, &path).await,
    };
    close(db).await;
    done
}

fn prepare(file: &mut KeyFile, path: &Path) -> Result<(), CommandError> {
    if file.next.is_some() {
        return Err(CommandError::Other(
            "the file holds a next key already: go on with `behorig key rotate`".to_owned(),
        ));
    }
    let next = random()?;
    file.next = Some(next);
    file.replace(path)?;
    say(&format!("Key {} is in {} and opens; it seals nothing yet.", KeyId::of(&next), path.display()));
    say("Copy the file to every node (each reads it again within ten seconds), then run `behorig key rotate`.");
    Ok(())
}

async fn show(db: &Db, file: &KeyFile) -> Result<(), CommandError> {
    let kept = std::iter::once((&file.current, "seals"))
        .chain(file.older.iter().map(|key| (key, "opens what it sealed")))
        .chain(file.next.iter().map(|key| (key, "is prepared, and seals nothing yet")));
    for (key, does) in kept {
        let id = KeyId::of(key);
        let values: i64 = what_it_seals(db, id).await?.iter().map(|(_, count)| count).sum();
        say(&format!("{id}  {values:>8} values  {does}"));
    }
    Ok(())
}

async fn what_it_seals(db: &Db, id: KeyId) -> Result<Vec<(String, i64)>, CommandError> {
    let mut tx = db.read().await?;
    Ok(sealed_by(&mut tx, id).await?)
}

async fn rotate(db: &Db, file: &mut KeyFile, path: &Path, is_one_machine: bool) -> Result<(), CommandError> {
    match file.next.take() {
        Some(next) => file.older.insert(0, std::mem::replace(&mut file.current, next)),
        None if !file.older.is_empty() => say("The key was changed before: what older keys still seal is sealed anew."),
        None if is_one_machine => {
            let new = random()?;
            file.older.insert(0, std::mem::replace(&mut file.current, new));
        }
        None => {
            return Err(CommandError::Other(
                "every node must have the new key before any seals with it: run `behorig key prepare`, copy the file to every \
                 node, and then `behorig key rotate`"
                    .to_owned(),
            ));
        }
    }
    file.replace(path)?;
    let mut renewed = 0;
    let mut left = Vec::new();
    for round in 0..ROUNDS {
        if round > 0 {
            say("A program that runs has sealed with an old key in the meantime; it reads the file again just now.");
            tokio::time::sleep(READ_EVERY).await;
        }
        let done = everything_anew(db, file, path).await?;
        renewed += done.renewed;
        left = left_over(db, file).await?;
        if left.is_empty() || done.unreadable > 0 {
            break;
        }
    }
    note(db, "key.rotate", file, format!("{renewed} values sealed anew")).await?;
    say(&format!("{renewed} values are sealed anew. Key {} seals from now on.", KeyId::of(&file.current)));
    tell_what_follows(&left, is_one_machine)
}

async fn everything_anew(db: &Db, file: &KeyFile, path: &Path) -> Result<Resealed, CommandError> {
    let keys = file.keys(path)?;
    let actor = Actor::system(Door::CommandLine, SystemClock.now());
    let style = ProgressStyle::with_template("{prefix:>32} {pos} {elapsed}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
    let mut sum = Resealed::default();
    for column in SEALED {
        let bar = ProgressBar::no_length().with_style(style.clone());
        bar.set_prefix(format!("{}.{}", column.table, column.column));
        let done = seal_anew(db, &actor, &keys, *column, || bar.inc(1)).await?;
        bar.finish();
        sum.renewed += done.renewed;
        sum.current += done.current;
        sum.unreadable += done.unreadable;
        if done.unreadable > 0 {
            let Resealed { unreadable, .. } = done;
            say(&format!("{unreadable} values of {}.{} do not open with any key here.", column.table, column.column));
        }
    }
    Ok(sum)
}

/// What older keys still seal.
async fn left_over(db: &Db, file: &KeyFile) -> Result<Vec<(String, i64)>, CommandError> {
    let mut left = Vec::new();
    for key in &file.older {
        left.extend(what_it_seals(db, KeyId::of(key)).await?);
    }
    Ok(left)
}

fn tell_what_follows(left: &[(String, i64)], is_one_machine: bool) -> Result<(), CommandError> {
    if left.is_empty() {
        if !is_one_machine {
            say("Copy the file to every node now: those with the old one still seal with the old key.");
        }
        say("When `behorig key rotate` says 0 once more, `behorig key retire` takes the old key away.");
        return Ok(());
    }
    Err(CommandError::Other(format!(
        "old keys still seal {}: a node has the old file, or the values do not open. Give every node the new file and run `behorig key \
         rotate` again",
        listed(left)
    )))
}

fn listed(left: &[(String, i64)]) -> String {
    left.iter().map(|(place, count)| format!("{count} of {place}")).collect::<Vec<_>>().join(", ")
}

async fn retire(db: &Db, file: &KeyFile, path: &Path) -> Result<(), CommandError> {
    if file.older.is_empty() {
        say("The file holds no old key.");
        return Ok(());
    }
    let left = left_over(db, file).await?;
    if !left.is_empty() {
        let problem = format!("old keys still seal {}: run `behorig key rotate` first", listed(&left));
        return Err(CommandError::Other(problem));
    }
    for key in &file.older {
        let (id, alone) = (KeyId::of(key), KeyFile { current: *key, older: Vec::new(), next: None });
        let beside = retired(path, id);
        if !beside.exists() {
            write_new(&beside, &alone.text())?;
        }
        say(&format!("Key {id} is in {} from now on.", beside.display()));
    }
    let kept = KeyFile { older: Vec::new(), ..file.clone() };
    kept.replace(path)?;
    note(db, "key.retire", file, format!("{} retired", file.older.len())).await?;
    say("It opens backups from before. Keep it apart from them, as long as you keep them, and destroy it then.");
    say("Copy the file to every node.");
    Ok(())
}

async fn note(db: &Db, level: &'static str, file: &KeyFile, args: String) -> Result<(), CommandError> {
    let actor = Actor::system(Door::CommandLine, SystemClock.now());
    let event = Event::change(level, "key", KeyId::of(&file.current)).with_args(args);
    db.write(&actor, event, |tx, event| Box::pin(async move { tx.record(event.clone()).await })).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The text between `name: "` and the next quotation mark, of each place that a file names.
    fn places_in(source: &str) -> Vec<(String, String)> {
        let quoted = |text: &str, name: &str| {
            let rest = text.split_once(&format!("{name}: \""))?.1;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        source
            .split("Place {")
            .skip(1)
            .filter_map(|text| {
                let text = text.split_once('}').map_or(text, |(inside, _)| inside);
                Some((quoted(text, "table")?, quoted(text, "column")?))
            })
            .collect()
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") && !path.ends_with("target") {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned());
            }
        }
    }

    #[test]
    fn every_column_that_the_code_seals_is_sealed_anew() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut texts = Vec::new();
        for floor in ["capabilities", "foundation", "protocols"] {
            sources(&root.join(floor), &mut texts);
        }
        let named: BTreeSet<_> = texts.iter().flat_map(|text| places_in(text)).collect();
        let listed: BTreeSet<_> =
            SEALED.iter().map(|column| (column.table.to_owned(), column.column.to_owned())).collect();
        assert_eq!(named, listed);
    }
}
