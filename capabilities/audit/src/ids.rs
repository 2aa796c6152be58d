//! What a review is known by.

behorig_access::id! {
    /// A review of a unit's log.
    ReviewId,
}
behorig_store::id_column!(ReviewId);
