//! What the records of home care are known by: UUIDv7 in a type of its own for each kind of record.

behorig_access::id! {
    /// A customer: a person who gets home care from a unit.
    CustomerId,
    /// An intervention (*insats*) that was decided for a customer.
    InterventionId,
    /// An assignment (*kunduppdrag*): visits that recur.
    AssignmentId,
    /// A pause: days without visits.
    PauseId,
    /// A visit (*besök*).
    CareVisitId,
}

behorig_store::id_column! { CustomerId, InterventionId, AssignmentId, PauseId, CareVisitId }
