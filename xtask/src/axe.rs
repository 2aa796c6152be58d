//! axe-core, the accessibility checker that the browser tests put into every page. Not committed and not shipped: it comes
//! from npm at test time.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome, Trying};
use crate::machine;
use crate::places::Places;

const PACKAGE: &str = "axe-core@4.14.1";
/// What npm says of exactly this version, so that nobody can hand us another one.
const INTEGRITY: &str =
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";

/// The file to put into pages, fetched on first use.
///
/// # Errors
/// When it isn't there and npm or tar is missing, or gives something else.
pub fn ensure(places: &Places) -> Outcome<PathBuf> {
    let folder = places.target.join("axe").join(PACKAGE);
    let file = folder.join("package/axe.min.js");
    if file.is_file() {
        return Ok(file);
    }
    let npm = machine::ensure("npm (which brings axe-core)", &["npm"], "--no-browser", || machine::program(&["npm"]))?;
    fs::create_dir_all(&folder).trying("making a folder for axe-core")?;
    let mut pack = Command::new(npm);
    pack.args(["pack", PACKAGE, "--json", "--ignore-scripts"]).current_dir(&folder);
    let report = machine::quiet(pack, &format!("npm pack {PACKAGE}"))?;
    if !report.contains(INTEGRITY) {
        return Err(Failure::new(format!("npm gave a {PACKAGE} that is not the one we know; nothing was unpacked")));
    }
    let mut unpack = Command::new("tar");
    unpack.args(["-xzf", "axe-core-4.14.1.tgz", "package/axe.min.js"]).current_dir(&folder);
    machine::quiet(unpack, "unpacking axe-core")?;
    Ok(file)
}
