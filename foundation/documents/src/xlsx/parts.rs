//! The parts of a workbook that are not rows (ECMA-376, part 1): what is in the archive, how cells look, which sheets there are.

use jiff::Timestamp;

use super::cell::{Letters, escaped};

/// Beside numbers' own look: bold, a day, a time, a moment. Cells name these by their place.
pub(super) const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/><numFmt numFmtId="165" formatCode="hh:mm"/>"#,
    r#"<numFmt numFmtId="166" formatCode="yyyy-mm-dd hh:mm"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>"#,
    r#"<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);

/// What the archive is about.
pub(super) const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>"#,
    r#"<Relationship Id="rId2" "#,
    r#"Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" "#,
    r#"Target="docProps/core.xml"/></Relationships>"#,
);

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A sheet that is finished.
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows with the headings.
    pub rows: u32,
    /// Its columns.
    pub columns: usize,
}

impl Sheet {
    /// What the filter reaches, such as `A1:H101`; none without columns.
    pub(super) fn filter(&self) -> Option<String> {
        let last = Letters::of(self.columns.checked_sub(1)?);
        Some(format!("A1:{last}{}", self.rows))
    }

    /// The same as a name of the workbook says it, by which spreadsheets remember a filter.
    fn filter_of_workbook(&self) -> Option<String> {
        let last = Letters::of(self.columns.checked_sub(1)?);
        Some(format!("'{}'!$A$1:${last}${}", escaped(&self.name.replace('\'', "''")), self.rows))
    }
}

/// Title and time.
pub(super) fn properties(title: &str, made: i64) -> String {
    let made = Timestamp::from_millisecond(made).unwrap_or(Timestamp::UNIX_EPOCH);
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{}</dcterms:created></cp:coreProperties>"#,
        escaped(title),
        made.strftime("%Y-%m-%dT%H:%M:%SZ")
    )
}

/// A sheet up to its first row: headings that stay in sight, and how wide the columns are, in letters.
pub(super) fn head_of_sheet(is_first: bool, widths: &[usize]) -> String {
    let selected = if is_first { r#" tabSelected="1""# } else { "" };
    let mut head = format!(
        r#"{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView{selected} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>"#
    );
    if !widths.is_empty() {
        head.push_str("<cols>");
        for (column, width) in (1..).zip(widths) {
            head.push_str(&format!(r#"<col min="{column}" max="{column}" width="{width}.7109375" customWidth="1"/>"#));
        }
        head.push_str("</cols>");
    }
    head.push_str("<sheetData>");
    head
}

/// A sheet after its last row.
pub(super) fn foot_of_sheet(sheet: &Sheet) -> String {
    let filter = sheet.filter().map(|reach| format!(r#"<autoFilter ref="{reach}"/>"#)).unwrap_or_default();
    format!("</sheetData>{filter}</worksheet>")
}

/// Which sheets there are.
pub(super) fn workbook(sheets: &[Sheet]) -> String {
    let (mut listed, mut filters) = (String::new(), String::new());
    for (at, sheet) in sheets.iter().enumerate() {
        let (number, name) = (at + 1, escaped(&sheet.name).into_owned());
        listed.push_str(&format!(r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#));
        if let Some(reach) = sheet.filter_of_workbook() {
            filters.push_str(&format!(
                r#"<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">{reach}</definedName>"#
            ));
        }
    }
    if !filters.is_empty() {
        filters = format!("<definedNames>{filters}</definedNames>");
    }
    format!(
        r#"{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews><sheets>{listed}</sheets>{filters}</workbook>"#
    )
}

/// Where the sheets and the styles are.
pub(super) fn relations_of_workbook(sheets: usize) -> String {
    let mut all = String::new();
    for number in 1..=sheets {
        all.push_str(&format!(
            r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        ));
    }
    let styles = sheets + 1;
    format!(
        r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}<Relationship Id="rId{styles}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
    )
}

/// What each part of the archive is.
pub(super) fn content_types(sheets: usize) -> String {
    let mut all = String::new();
    for number in 1..=sheets {
        all.push_str(&format!(
            r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{KIND}.worksheet+xml"/>"#
        ));
    }
    format!(
        r#"{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{all}</Types>"#
    )
}
