//! Where things are.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The folders that the commands work in.
pub struct Places {
    /// The root of the repository.
    pub root: PathBuf,
    /// Cargo's target folder; all that the commands make themselves is below it.
    pub target: PathBuf,
}

impl Places {
    /// Finds them from where this program was compiled, so that it works in any folder of the repository.
    ///
    /// # Errors
    /// When the repository has been moved since.
    pub fn find() -> Outcome<Self> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = own.parent().filter(|root| root.join("Cargo.toml").is_file());
        let root =
            root.ok_or_else(|| Failure::new("the repository has moved: run `cargo clean -p xtask`, then again"))?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self { root: root.to_owned(), target })
    }

    /// The program as the tests build it.
    pub fn debug_program(&self) -> PathBuf {
        self.target.join("debug/behorig")
    }

    /// A program as it is installed and measured.
    pub fn installed(&self, name: &str) -> PathBuf {
        self.target.join("dist").join(name)
    }
}
