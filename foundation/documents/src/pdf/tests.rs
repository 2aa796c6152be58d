use super::layout::{Laid, Mark, lay_out};
use super::tree::{NodeId, Role};
use super::*;

const MADE: i64 = 1_795_345_200_000;

fn table(headings: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table {
        columns: headings.iter().map(|heading| Column::new(*heading)).collect(),
        rows,
        totals: None,
        when_empty: "Inga besök den här veckan.".to_owned(),
    }
}

fn document(parts: Vec<Part>) -> Document {
    Document {
        title: "Kunduppdrag".to_owned(),
        language: Language::Swedish,
        paper: Paper::Portrait,
        footer: "Behörig · 2026-11-22 11:05".to_owned(),
        made: MADE,
        parts,
    }
}

fn part(title: &str, tables: Vec<Table>) -> Part {
    let section = |table| Section { heading: Some("Vecka 47".to_owned()), text: None, table: Some(table) };
    Part {
        title: title.to_owned(),
        facts: vec![("Enhet".to_owned(), "Hemtjänsten Väster".to_owned())],
        sections: tables.into_iter().map(section).collect(),
    }
}

fn rows(count: usize) -> Vec<Vec<String>> {
    (0..count).map(|at| vec![format!("rad {at}"), "08:30–09:00".to_owned(), "Dusch, frukost".to_owned()]).collect()
}

const HEADINGS: [&str; 3] = ["Datum", "Tid", "Insatser"];

fn laid(document: &Document) -> Laid {
    lay_out(document, &face::Faces::load().unwrap())
}

/// What a page shows, line by line, without what says where one is.
fn shown(laid: &Laid, page: usize) -> Vec<&str> {
    let is_body = |mark: Mark| matches!(mark, Mark::Content(_) | Mark::Repeated);
    laid.pages[page].runs.iter().filter(|run| is_body(run.mark)).map(|run| run.text.trim_end()).collect()
}

fn foot(laid: &Laid, page: usize) -> String {
    laid.pages[page].runs.iter().filter(|run| run.mark == Mark::Footer).map(|run| run.text.as_str()).collect()
}

/// The text of all cells of one kind in reading order, as a program that reads aloud gets it.
fn read(laid: &Laid, role: &Role) -> Vec<String> {
    let nodes = laid.tree.nodes.iter().enumerate().filter(|(_, node)| node.role == *role);
    let text = |at: usize| -> String {
        let runs = laid.pages.iter().flat_map(|page| &page.runs);
        runs.filter(|run| run.mark == Mark::Content(NodeId(at))).map(|run| run.text.as_str()).collect()
    };
    nodes.map(|(at, _)| text(at)).collect()
}

/// The finished file as another program reads it.
fn opened(document: &Document) -> lopdf::Document {
    lopdf::Document::load_mem(&document.to_pdf().unwrap()).unwrap()
}

#[test]
fn the_file_holds_its_text_its_language_and_its_title() {
    let mut sums = table(&HEADINGS, rows(2));
    sums.totals = Some(vec!["Summa".to_owned(), "1 h".to_owned(), String::new()]);
    let file = opened(&document(vec![part("Åsa Öberg", vec![sums])]));
    let text = file.extract_text(&[1]).unwrap();
    for words in ["Åsa Öberg", "Enhet", "Hemtjänsten Väster", "Vecka 47", "Insatser", "08:30–09:00", "Summa", "1 (1)"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let catalog = file.catalog().unwrap();
    assert_eq!(lopdf::decode_text_string(catalog.get(b"Lang").unwrap()).unwrap(), "sv");
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines"));
}

#[test]
fn each_part_has_pages_and_page_numbers_of_its_own() {
    let two =
        document(vec![part("Anna", vec![table(&HEADINGS, rows(60))]), part("Bo", vec![table(&HEADINGS, rows(3))])]);
    let laid = laid(&two);
    let feet: Vec<String> = (0..laid.pages.len()).map(|page| foot(&laid, page)).collect();
    let numbers: Vec<&str> = feet.iter().filter_map(|foot| foot.rsplit_once(' ').map(|(left, _)| left)).collect();
    assert_eq!(feet.len(), 3, "{numbers:?}");
    for (foot, number) in feet.iter().zip(["1 (2)", "2 (2)", "1 (1)"]) {
        assert!(foot.starts_with("Behörig · 2026-11-22 11:05") && foot.ends_with(number), "{foot}");
    }
    assert!(shown(&laid, 2).contains(&"Bo") && !shown(&laid, 2).contains(&"Anna"));
    assert!(laid.pages[1].runs.iter().any(|run| run.mark == Mark::Header && run.text == "Anna"));
    assert_eq!(opened(&two).get_pages().len(), 3);
}

#[test]
fn a_thousand_rows_stand_in_order_under_headings_that_come_again_and_are_read_once() {
    let long = document(vec![part("Anna", vec![table(&HEADINGS, rows(1_000))])]);
    let laid = laid(&long);
    assert!(laid.pages.len() > 20);
    for page in 0..laid.pages.len() {
        assert!(shown(&laid, page).contains(&"Insatser"), "page {page}");
    }
    assert_eq!(read(&laid, &Role::HeadCell), HEADINGS);
    let cells = read(&laid, &Role::Cell);
    assert_eq!(cells.len(), 3_000);
    assert!(cells.chunks(3).enumerate().all(|(at, row)| row[0] == format!("rad {at}")));
    assert_eq!(opened(&long).get_pages().len(), laid.pages.len());
}

#[test]
fn nothing_is_set_outside_the_page_or_over_its_foot() {
    let wide: Vec<String> = (0..12).map(|at| format!("Spaltrubrik nummer {at} som är ovanligt lång")).collect();
    let headings: Vec<&str> = wide.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> =
        (0..80).map(|at| vec![format!("{}sammansättning", "långordet".repeat(at % 9)); 12]).collect();
    for paper in [Paper::Portrait, Paper::Landscape] {
        let mut crowded = document(vec![part("Trångt", vec![table(&headings, rows.clone())])]);
        crowded.paper = paper;
        let faces = face::Faces::load().unwrap();
        let laid = lay_out(&crowded, &faces);
        for run in laid.pages.iter().flat_map(|page| &page.runs) {
            let right = run.x + faces.of(run.bold).width(run.text.trim_end(), run.size);
            assert!(run.x >= 49.9 && right <= laid.width - 49.0, "{run:?}");
            assert!(run.mark == Mark::Footer || run.baseline < laid.height - 55.0, "{run:?}");
        }
        crowded.to_pdf().unwrap();
    }
}

#[test]
fn a_cell_longer_than_a_page_goes_on_where_it_was() {
    let note: Vec<String> = (0..1_500).map(|at| format!("ord{at}")).collect();
    let long = vec![vec!["2026-11-22".to_owned(), note.join(" ")], vec!["2026-11-23".to_owned(), "kort".to_owned()]];
    let laid = laid(&document(vec![part("Anna", vec![table(&["Datum", "Anteckning"], long)])]));
    assert!(laid.pages.len() >= 2);
    let cells = read(&laid, &Role::Cell);
    assert_eq!(cells[1].split_whitespace().collect::<Vec<_>>(), note);
    assert_eq!(cells[2..], ["2026-11-23", "kort"]);
}

#[test]
fn a_row_that_fits_on_a_page_is_not_torn_apart() {
    let texts = |lines: usize| vec!["a\n".repeat(lines - 1) + "a", "b".to_owned()];
    let laid = laid(&document(vec![part("Anna", vec![table(&["x", "y"], vec![texts(20), texts(20), texts(20)])])]));
    for (at, node) in laid.tree.nodes.iter().enumerate().filter(|(_, node)| node.role == Role::Cell) {
        let on = |page: &&layout::Page| page.runs.iter().any(|run| run.mark == Mark::Content(NodeId(at)));
        assert_eq!(laid.pages.iter().filter(on).count(), 1, "{node:?}");
    }
}

#[test]
fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
    let tables: Vec<Table> = (1..40).map(|rows_here| table(&HEADINGS, rows(rows_here % 7 + 1))).collect();
    let laid = laid(&document(vec![part("Anna", tables)]));
    for page in 0..laid.pages.len() {
        let shown = shown(&laid, page);
        assert!(
            shown.iter().rposition(|text| *text == "Vecka 47")
                < shown.iter().rposition(|text| text.starts_with("rad "))
        );
    }
}

#[test]
fn tables_with_the_same_headings_stand_alike() {
    let wider = vec![vec!["måndag den 23 november".to_owned(), "08:30".to_owned(), "Dusch".to_owned()]];
    let laid = laid(&document(vec![part("Anna", vec![table(&HEADINGS, rows(2)), table(&HEADINGS, wider)])]));
    let edges: Vec<f32> = laid.pages[0].runs.iter().filter(|run| run.text == "Insatser").map(|run| run.x).collect();
    assert!(edges.len() == 2 && edges[0] == edges[1], "{edges:?}");
}

#[test]
fn an_empty_table_says_so() {
    let laid = laid(&document(vec![part("Anna", vec![table(&HEADINGS, Vec::new())])]));
    assert_eq!(read(&laid, &Role::Paragraph), ["Inga besök den här veckan."]);
    assert!(!shown(&laid, 0).contains(&"Insatser"));
}

#[test]
fn figures_stand_by_the_right_edge_of_their_column() {
    let mut sums = table(&["Dag", "Tid (min)"], vec![vec!["må".into(), "5".into()], vec!["ti".into(), "1000".into()]]);
    sums.columns[1] = Column::number("Tid (min)");
    let faces = face::Faces::load().unwrap();
    let laid = laid(&document(vec![part("Anna", vec![sums])]));
    let right = |text: &str| {
        let run = laid.pages[0].runs.iter().find(|run| run.text == text).unwrap();
        run.x + faces.of(run.bold).width(text, run.size)
    };
    assert!((right("5") - right("1000")).abs() < 0.01 && (right("5") - right("Tid (min)")).abs() < 0.01);
}

#[test]
fn any_text_can_be_printed() {
    let odd =
        ["", " ", "\u{0}\u{7}", "\u{feff}", "\u{e000}", "日本語", "😀", "\t a", "=1+1", "<b>", "\r\n\n", "A\u{30a}"];
    let rows = odd.iter().map(|text| vec![(*text).to_owned()]).collect();
    let mut strange = document(vec![part("\u{1f600}", vec![table(&[""], rows)]), Part::default()]);
    strange.footer = "lång fot ".repeat(100);
    strange.parts[0].facts.push(("Etikett ".repeat(30), "värde".repeat(200)));
    strange.parts[0].title = "Namn ".repeat(60);
    strange.parts[1].sections.push(Section { heading: Some(" ".to_owned()), ..Section::default() });
    assert!(strange.to_pdf().unwrap().starts_with(b"%PDF-"));
}

#[test]
fn what_is_too_large_or_empty_is_refused() {
    let refused = |parts: Vec<Part>| document(parts).to_pdf().unwrap_err();
    assert!(matches!(refused(Vec::new()), PdfError::NoPart));
    let nameless = Document { title: " ".to_owned(), ..document(vec![part("a", Vec::new())]) };
    assert!(matches!(nameless.to_pdf(), Err(PdfError::NoTitle)));
    let rows = vec![Vec::new(); MOST_ROWS + 1];
    assert!(matches!(refused(vec![part("a", vec![table(&["b"], rows)])]), PdfError::TooManyRows));
    assert!(matches!(
        refused(vec![part("a", vec![table(&["b"; MOST_COLUMNS + 1], Vec::new())])]),
        PdfError::TooManyColumns
    ));
}

#[test]
fn the_same_document_at_the_same_time_is_the_same_file() {
    let made = || document(vec![part("Anna", vec![table(&HEADINGS, rows(3))])]).to_pdf().unwrap();
    assert_eq!(made(), made());
}
