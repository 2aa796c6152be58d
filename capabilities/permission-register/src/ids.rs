//! What a spreadsheet on its way is known by: a UUIDv7 in a type of its own.

behorig_access::id! {
    /// A spreadsheet on its way into the register.
    ImportId,
}

behorig_store::id_column! { ImportId }
