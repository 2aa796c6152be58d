//! A certified OpenID provider, which the client for identity providers is tried against. Not committed and not shipped: it comes from
//! npm at test time, with what it depends on, as the lock file beside the test says byte for byte.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Outcome, Trying};
use crate::machine;
use crate::places::Places;

/// Where the test keeps its list, its lock and its program.
const HOME: &str = "protocols/oidc/tests/certified";
const FILES: [&str; 3] = ["package.json", "package-lock.json", "provider.mjs"];

/// The folder to run the provider in, with all that it needs; fetched on first use, and when the lock has changed.
///
/// # Errors
/// When it isn't there and npm is missing, or gives something else than the lock says.
pub fn ensure(places: &Places) -> Outcome<PathBuf> {
    let folder = places.target.join("oidc-provider");
    fs::create_dir_all(&folder).trying("making a folder for the OpenID provider")?;
    let lock =
        fs::read(places.root.join(HOME).join("package-lock.json")).trying("reading the OpenID provider's lock")?;
    let is_there = fs::read(folder.join("fetched.json")).is_ok_and(|fetched| fetched == lock);
    for file in FILES {
        fs::copy(places.root.join(HOME).join(file), folder.join(file)).trying("copying the OpenID provider's files")?;
    }
    let found = || machine::program(&["node"]).and_then(|_| machine::program(&["npm"]));
    let npm = machine::ensure("node with npm (which brings the OpenID provider)", &["npm"], "--no-provider", found)?;
    if !is_there {
        let mut install = Command::new(npm);
        install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
        machine::quiet(install, "npm ci for the OpenID provider")?;
        fs::write(folder.join("fetched.json"), lock).trying("remembering which OpenID provider was fetched")?;
    }
    Ok(folder)
}
