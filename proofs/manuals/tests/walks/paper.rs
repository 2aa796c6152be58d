//! What is printed, looked at: a PDF turned to pictures and to words by Poppler, a program that others wrote.
//!
//! A schedule of fixed days is compared with its picture in the repository, `paper/schedule.png`. Where the picture should change, the
//! failure says where the new one is: look at it, and put it in its place.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::Command;

use behorig_documents::Language;
use behorig_documents::pdf::{Column, Document, Paper, Part, Section, Table};
use proof_manuals::{Failure, Outcome};

/// Dots to the inch at which a dot is a point.
pub const POINTS: u32 = 72;
/// Enough to see a letter that moved.
const COMPARED: u32 = 60;
/// Two dots are unlike where one is darker than the other by so much of 255, after both were blurred: letters' edges are drawn a little
/// otherwise by another version of Poppler. A page that lies a quarter of a dot beside its place has no such dots, another figure in a time
/// has a dozen.
const UNLIKE: u8 = 40;
/// So many dots may be unlike.
const MOST_UNLIKE: usize = 4;

/// A page as dots from 0 (black) to 255 (white), line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    dots: Vec<u8>,
}

/// The pages of a PDF as pictures.
pub fn pictures(pdf: &[u8], dots_to_the_inch: u32) -> Outcome<Vec<Picture>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.pdf");
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new("pdftoppm");
    command.args(["-gray", "-png", "-r", &dots_to_the_inch.to_string()]).arg(&file).arg(folder.path().join("page"));
    run(command)?;
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "png"));
    // Poppler writes numbers of the same length.
    pages.sort();
    Ok(pages.iter().map(|path| Picture::read(path)).collect())
}

/// The words of each page, laid out as they stand there.
pub fn texts(pdf: &[u8]) -> Outcome<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.pdf");
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new("pdftotext");
    command.arg("-layout").arg(&file).arg("-");
    let text = run(command)?;
    Ok(text.split_terminator('\u{c}').map(str::to_owned).collect())
}

fn run(mut command: Command) -> Outcome<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let missing = "Poppler is missing: `cargo xtask test` installs it, or says what to install";
    let output = command.output().map_err(|error| Failure::new(format!("{program}: {error}. {missing}")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("{program}: {}", String::from_utf8_lossy(&output.stderr))));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Picture {
    fn read(path: &Path) -> Self {
        let mut reader = png::Decoder::new(BufReader::new(File::open(path).unwrap())).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        assert_eq!(info.bit_depth, png::BitDepth::Eight);
        // Poppler writes greys as colours whose three parts are alike.
        let dots = match info.color_type {
            png::ColorType::Grayscale => dots,
            png::ColorType::Rgb => dots.into_iter().step_by(3).collect(),
            other => panic!("{} has dots of {other:?}", path.display()),
        };
        Self { width: info.width as usize, height: info.height as usize, dots }
    }

    fn write(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = BufWriter::new(File::create(path).unwrap());
        let mut encoder =
            png::Encoder::new(file, u32::try_from(self.width).unwrap(), u32::try_from(self.height).unwrap());
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&self.dots).unwrap();
    }

    fn dot(&self, x: usize, y: usize) -> u8 {
        self.dots[y * self.width + x]
    }

    /// Each dot as the mean of itself and its neighbours.
    fn blurred(&self) -> Vec<u8> {
        let around = |at: usize, size: usize| at.saturating_sub(1)..=(at + 1).min(size - 1);
        let mut blurred = Vec::with_capacity(self.dots.len());
        for (y, x) in (0..self.height).flat_map(|y| (0..self.width).map(move |x| (y, x))) {
            let near: Vec<u32> = around(y, self.height)
                .flat_map(|y| around(x, self.width).map(move |x| (x, y)))
                .map(|(x, y)| u32::from(self.dot(x, y)))
                .collect();
            blurred.push(u8::try_from(near.iter().sum::<u32>() / u32::try_from(near.len()).unwrap()).unwrap());
        }
        blurred
    }

    /// How many dots are unlike those of another.
    fn unlike(&self, other: &Self) -> usize {
        if (self.width, self.height) != (other.width, other.height) {
            return usize::MAX;
        }
        let (ours, theirs) = (self.blurred(), other.blurred());
        ours.iter().zip(&theirs).filter(|(one, other)| one.abs_diff(**other) > UNLIKE).count()
    }

    fn is_like(&self, other: &Self) -> bool {
        self.unlike(other) <= MOST_UNLIKE
    }

    /// Holds that something is printed, and nothing within so many dots of an edge, where printers cut it off.
    pub fn stays_within_its_margins(&self, margin: usize) {
        let inked =
            (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y))).filter(|(x, y)| self.dot(*x, *y) < 128);
        let inked: Vec<(usize, usize)> = inked.collect();
        assert!(inked.len() > 100, "the sheet is empty");
        let inside = |(x, y): &(usize, usize)| {
            (margin..self.width - margin).contains(x) && (margin..self.height - margin).contains(y)
        };
        assert!(inked.iter().all(inside), "something is printed at the edge of the sheet");
    }
}

/// A schedule as home care prints it, of days that never change.
fn schedule(first_visit: &str) -> Document {
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    let columns = ["Datum", "Veckodag", "Planerad start", "Planerat slut", "Insatser", "Status"].map(Column::new);
    let table = |rows: Vec<Vec<String>>| Table {
        columns: columns.to_vec(),
        rows,
        totals: None,
        when_empty: "Inga besök den här veckan.".to_owned(),
    };
    let section =
        |heading: &str, rows| Section { heading: Some(heading.to_owned()), text: None, table: Some(table(rows)) };
    let first = vec![
        row(["2026-12-21", "måndag", first_visit, "08.15", "Dusch, Frukost", "Planerat"]),
        row(["2026-12-21", "måndag", "22.30", "07.00", "Tillsyn", "Planerat"]),
        row(["2026-12-24", "torsdag", "12.00", "12.30", "Lunch, Ledsagning till julbönen i Sofiakyrkan", "Inställt"]),
    ];
    let sections = vec![section("Vecka 52, 2026", first), section("Vecka 53, 2026", Vec::new())];
    let facts = [
        ("Kund", "Åsa Öberg"),
        ("Enhet", "Hemtjänsten Jönköping Norr"),
        ("Period", "21 december 2026 – 3 januari 2027"),
    ];
    let facts = facts.map(|(label, value)| (label.to_owned(), value.to_owned())).to_vec();
    Document {
        title: "Kunduppdrag för Åsa Öberg".to_owned(),
        language: Language::Swedish,
        paper: Paper::Portrait,
        footer: "Behörig · utskrivet 2026-12-20 11.05".to_owned(),
        made: 1_797_760_000_000,
        parts: vec![Part { title: "Kunduppdrag för Åsa Öberg".to_owned(), facts, sections }],
    }
}

fn picture_of(document: &Document) -> Outcome<Picture> {
    let mut pages = pictures(&document.to_pdf().unwrap(), COMPARED)?;
    assert_eq!(pages.len(), 1);
    Ok(pages.remove(0))
}

#[test]
#[ignore = "needs Poppler: cargo xtask test"]
fn a_printed_schedule_looks_as_its_picture_in_the_repository() -> Outcome<()> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walks/paper/schedule.png");
    let printed = picture_of(&schedule("07.30"))?;
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schedule.png");
    printed.write(&new);
    let told = format!("look at {}, and copy it to {} if that is how it shall look", new.display(), kept.display());
    assert!(kept.exists(), "there is no picture: {told}");
    let kept = Picture::read(&kept);
    assert!(printed.is_like(&kept), "{} dots are unlike: {told}", printed.unlike(&kept));
    Ok(())
}

#[test]
#[ignore = "needs Poppler: cargo xtask test"]
fn a_picture_tells_one_figure_of_a_time_and_a_line_that_moved() -> Outcome<()> {
    let printed = picture_of(&schedule("07.30"))?;
    assert!(printed.is_like(&picture_of(&schedule("07.30"))?));
    assert!(!printed.is_like(&picture_of(&schedule("07.45"))?), "another time looks the same");
    let mut moved = schedule("07.30");
    moved.parts[0].facts.pop();
    assert!(!printed.is_like(&picture_of(&moved)?), "a line less looks the same");
    Ok(())
}
