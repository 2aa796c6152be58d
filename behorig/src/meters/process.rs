//! What the kernel says of the process; nothing where it has no such account.

use metrics::{counter, gauge};

/// Linux tells times in hundredths of a second.
const TICKS_A_SECOND: u64 = 100;

pub(super) fn note() {
    if let Some(seconds) = cpu_seconds() {
        counter!("process_cpu_seconds_total").absolute(seconds);
    }
    if let Some(bytes) = resident_bytes() {
        gauge!("process_resident_memory_bytes").set(bytes as f64);
    }
    if let Some(open) = open_files() {
        gauge!("process_open_fds").set(open as f64);
    }
    if let Some(most) = most_files() {
        gauge!("process_max_fds").set(most as f64);
    }
}

/// In whole seconds: a counter of the library holds nothing finer.
fn cpu_seconds() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything: times in user and in kernel mode are the 14th and 15th figures of proc(5), counted
    // from the process id.
    let (_, figures) = stat.rsplit_once(')')?;
    let ticks = figures.split_ascii_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: u64 = ticks.sum::<Result<u64, _>>().ok()?;
    Some(ticks / TICKS_A_SECOND)
}

fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024)
}

fn open_files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count())
}

fn most_files() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}
