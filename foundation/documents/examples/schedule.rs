//! Prints a schedule to a file, to look at: `cargo run -p behorig-documents --example schedule -- FILE`.

use behorig_documents::Language;
use behorig_documents::pdf::{Column, Document, Paper, Part, Section, Table};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("say which file to write")?;
    Ok(std::fs::write(file, schedule().to_pdf()?)?)
}

fn schedule() -> Document {
    let facts =
        [("Enhet", "Hemtjänsten Väster"), ("Kontaktperson", "Åsa Öberg, undersköterska"), ("Period", "v. 47–50 2026")];
    let own = |texts: [&str; 6]| texts.map(str::to_owned).to_vec();
    let day = |day: &str| {
        vec![
            own([day, "måndag", "08:30–09:00", "30", "Dusch, frukost, medicin (delegerad HSL-insats)", "Planerat"]),
            own([day, "måndag", "18:00–18:45", "45", "Middag, promenad", "Planerat"]),
        ]
    };
    let week = |week: u32| {
        let days = (16..=20).flat_map(|date| day(&format!("2026-11-{date}"))).collect();
        let columns = vec![
            Column::new("Datum"),
            Column::new("Veckodag"),
            Column::new("Planerad tid"),
            Column::number("Min"),
            Column::new("Insatser"),
            Column::new("Status"),
        ];
        let rows = if week == 49 { Vec::new() } else { days };
        let totals = (week != 49).then(|| own(["Summa", "", "", "375", "", ""]));
        let table = Table { columns, rows, totals, when_empty: "Inga besök den här veckan.".to_owned() };
        Section { heading: Some(format!("Vecka {week}")), text: None, table: Some(table) }
    };
    let part = |name: &str| Part {
        title: format!("Kunduppdrag: {name}"),
        facts: facts.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect(),
        sections: (47..=50).map(week).collect(),
    };
    Document {
        title: "Kunduppdrag".to_owned(),
        language: Language::Swedish,
        paper: Paper::Portrait,
        footer: "Behörig · utskrivet 2026-11-22 kl. 11.05".to_owned(),
        made: 1_795_345_200_000,
        parts: vec![part("Anna Andersson"), part("Bo Bengtsson")],
    }
}
