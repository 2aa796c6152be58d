//! Chromium, the driver that the browser tests speak to, and Poppler, by which they look at what is printed.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use crate::failure::{Failure, Outcome, Trying};
use crate::machine;
use crate::places::Places;

/// A driver that runs until this value is dropped.
pub struct Chromium {
    driver: Child,
    /// Where the driver listens.
    pub address: String,
    /// The browser that it starts.
    pub browser: PathBuf,
}

impl Chromium {
    /// Starts a driver on a free port, after installing it if need be.
    ///
    /// # Errors
    /// When it is missing and can't be installed, or doesn't start.
    pub fn start(places: &Places) -> Outcome<Self> {
        let find = || {
            let browser = machine::program(&["chromium", "chromium-browser", "google-chrome"])?;
            machine::program(&["pdftoppm"]).and(machine::program(&["pdftotext"]))?;
            Some((machine::program(&["chromedriver"])?, browser))
        };
        let packages = ["chromium", "chromium-driver", "poppler-utils"];
        let (driver, browser) = machine::ensure("Chromium, its driver or Poppler", &packages, "--no-browser", find)?;
        fs::create_dir_all(&places.target).trying("making the target folder")?;
        let log = File::create(places.target.join("chromedriver.log")).trying("making chromedriver.log")?;
        let mut command = Command::new(driver);
        command.args(["--port=0", "--log-level=WARNING"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut driver = command.spawn().trying("starting chromedriver")?;
        let port = driver.stdout.take().and_then(read_port);
        let Some(port) = port else {
            let _ = driver.kill();
            let _ = driver.wait();
            return Err(Failure::new(
                "chromedriver ended without naming its port; see chromedriver.log in the target folder",
            ));
        };
        Ok(Self { driver, address: format!("http://127.0.0.1:{port}"), browser })
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The driver's browsers end with it.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Reads up to the line that names the port, and leaves a thread to empty the pipe, so that the driver never waits for us.
fn read_port(output: ChildStdout) -> Option<u16> {
    let mut lines = BufReader::new(output).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| port_in(&line))?;
    thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    Some(port)
}

fn port_in(line: &str) -> Option<u16> {
    line.strip_prefix("ChromeDriver was started successfully on port ")?.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn the_drivers_own_line_names_its_port() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 39515."), Some(39515));
        assert_eq!(port_in("Starting ChromeDriver 156.0.8078.79 on port 0"), None);
    }
}
