//! What a report is known by: a UUIDv7 in a type of its own.

behorig_access::id! {
    /// A report.
    ReportId,
}

behorig_store::id_column! { ReportId }
