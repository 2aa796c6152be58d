//! A CSV file being written.

/// Lines of fields, parted by semicolons. Nothing that the demo writes holds a semicolon or a quote.
pub(crate) struct Sheet {
    text: String,
}

impl Sheet {
    pub(crate) fn of(header: &[&str]) -> Self {
        Self { text: format!("{}\n", header.join(";")) }
    }

    pub(crate) fn line(&mut self, fields: &[&str]) {
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                self.text.push(';');
            }
            self.text.push_str(field);
        }
        self.text.push('\n');
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}
