//! The machine that the tests run on: who we are, which programs it has, and how missing ones come.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome, Trying};
use crate::say;

/// Whether we may install packages, and must start PostgreSQL as somebody else.
pub fn is_root() -> bool {
    // A process's own folder in /proc belongs to its effective user. Without /proc (macOS) nothing is installed anyway.
    fs::metadata("/proc/self").is_ok_and(|folder| folder.uid() == 0)
}

/// The first program of these names on the `PATH`.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Makes sure that `found` finds something: as root on Debian by installing `packages`, else by saying what to install.
///
/// # Errors
/// When it isn't there and can't be installed; the sentence names the command to run and `flag`, which does without.
pub fn ensure<T>(what: &str, packages: &[&str], flag: &str, found: impl Fn() -> Option<T>) -> Outcome<T> {
    if let Some(it) = found() {
        return Ok(it);
    }
    let names = packages.join(" ");
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        return Err(Failure::new(format!(
            "{what} is missing. On Debian or Ubuntu: `sudo apt-get install {names}`. Or run again with {flag}."
        )));
    }
    say::line(&format!("{what} is missing: installing {names}"));
    apt_get(&["update", "-qq"])?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(packages);
    apt_get(&install)?;
    found().ok_or_else(|| Failure::new(format!("installed {names}, and yet {what} is missing. Run again with {flag}?")))
}

fn apt_get(arguments: &[&str]) -> Outcome<()> {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()).stdout(Stdio::null());
    quiet(command, &format!("apt-get {}", arguments.join(" "))).map(drop)
}

/// Runs a command to its end and gives its standard output.
///
/// # Errors
/// When it can't be started, or fails: then with what it wrote on standard error.
pub fn quiet(mut command: Command, what: &str) -> Outcome<String> {
    let output = command.output().trying(what)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("{what}: {}\n{}", output.status, said.trim_end())))
}
