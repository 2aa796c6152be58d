//! Staff with a protected identity (*skyddade personuppgifter*), as a transaction's reader may know them.
//!
//! One rule for every page, print, file and letter: name, identity number, telephone, mail and user name are told to themselves and to
//! whoever holds the service for protected identities with reach over a unit of theirs. Anybody else reads the mask, and finds nobody by
//! searching. A statement says what it needs by one of these, and the door puts in what its reader may be given:
//!
//! - `shown_account a` for `account a`, joined by id: whoever may not be seen has the mask for a name, neither telephone, mail, number nor
//!   user name, and a sort key behind all others. Mailboxes that letters go to are read from `account`.
//! - `marked_account a` where one is chosen among them: the mask ends with the last four characters of the HSA-id.
//! - `shown_name(h.actor_account, h.actor_name)` for a name that was written down when something happened.
//! - `shown_hsa_id(a.id)` for the first HSA-id: its last four characters, of whoever may not be seen.
//! - `is_hidden(a)` for the condition that the reader may not see the account `a`: in lists and searches that leave such people out.
//!
//! What differs between readers stands in the text and not in the parameters: nearly all readers have one text.

use std::borrow::Cow;

use behorig_access::{AccountId, Instant, UnitId};

use crate::Dialect;

/// For whom a transaction's answers are. As a write knows its actor, a read knows its reader. By default it is nobody, who sees nobody
/// protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The account, where the reader's own identity is protected: everybody sees themselves.
    pub account: Option<AccountId>,
    /// The units whose branch the reader sees the protected of.
    pub branches: Vec<UnitId>,
    /// The units that the reader sees the protected of, without what lies below.
    pub units: Vec<UnitId>,
    /// The words that stand for a name, in the reader's language.
    pub mask: String,
    /// The time of the reading.
    pub at: Instant,
}

impl Default for Reader {
    /// Nobody.
    fn default() -> Self {
        let mask = "Skyddade personuppgifter".to_owned();
        Self { account: None, branches: Vec::new(), units: Vec::new(), mask, at: Instant(0) }
    }
}

impl Reader {
    /// The mask as it stands between quotes in a statement.
    fn mask(&self) -> String {
        self.mask.replace('\'', "''")
    }
}

/// The condition that an account is of somebody with a protected identity: by the register of persons, or by the staff directory. The
/// account's table is named as it is in the statement: `account_is_protected!("a")`.
#[macro_export]
macro_rules! account_is_protected {
    ($account:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM person pq WHERE pq.identity_number = ",
            $account,
            ".identity_number AND pq.protection <> 'none')
            OR EXISTS (SELECT 1 FROM account_hsa_id pi JOIN directory_person pd ON pd.hsa_id = pi.hsa_id
                WHERE pi.account_id = ",
            $account,
            ".id AND pd.protected))"
        )
    };
}

/// Where a name of this module begins in a statement, and what is put for it.
const NAMES: [(&str, Put); 5] = [
    ("shown_account ", |veil, _| veil.table("")),
    ("marked_account ", |veil, _| veil.table(MARK)),
    ("shown_name(", |veil, within| veil.name(within)),
    ("shown_hsa_id(", |veil, within| veil.hsa_id(within)),
    ("is_hidden(", |veil, within| veil.hidden(within)),
];

type Put = fn(&Veil<'_>, &str) -> String;

const MARK: &str =
    " || COALESCE((SELECT ' …' || substr(min(pm.hsa_id), length(min(pm.hsa_id)) - 3) FROM account_hsa_id pm
    WHERE pm.account_id = pv.id), '')";

/// The statement with what its reader may be given.
pub(crate) fn lifted<'s>(sql: &'s str, reader: &Reader, dialect: Dialect) -> Cow<'s, str> {
    let mut sql = Cow::Borrowed(sql);
    for (name, put) in NAMES {
        if !sql.contains(name) {
            continue;
        }
        let veil = Veil { reader, dialect };
        let mut parts = sql.split(name);
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (within, rest) =
                if name.ends_with('(') { part.split_once(')').unwrap_or((part, "")) } else { ("", part) };
            whole.push_str(&put(&veil, within));
            whole.push_str(if name.ends_with('(') { "" } else { " " });
            whole.push_str(rest);
        }
        sql = Cow::Owned(whole);
    }
    sql
}

struct Veil<'a> {
    reader: &'a Reader,
    dialect: Dialect,
}

impl Veil<'_> {
    /// The condition that the reader may not see whose account it is.
    fn hidden(&self, account: &str) -> String {
        let Self { reader, .. } = self;
        let mut all = Vec::new();
        if let Some(me) = &reader.account {
            all.push(format!("{account}.id <> {}", self.literal(me.as_bytes())));
        }
        all.push(account_is_protected!("§").replace('§', account));
        let listed =
            |units: &[UnitId]| units.iter().map(|unit| self.literal(unit.as_bytes())).collect::<Vec<_>>().join(", ");
        let mut reach = Vec::new();
        if !reader.branches.is_empty() {
            reach.push(format!("ps.ancestor_id IN ({})", listed(&reader.branches)));
        }
        if !reader.units.is_empty() {
            reach.push(format!("(ps.distance = 0 AND ps.unit_id IN ({}))", listed(&reader.units)));
        }
        if !reach.is_empty() {
            // To the hour, so that the statement stays the same for so long; what somebody ended counts no more at once.
            let (reach, hour) = (reach.join(" OR "), reader.at.0 - reader.at.0.rem_euclid(3_600_000));
            all.push(format!(
                "NOT EXISTS (SELECT 1 FROM unit_ancestor ps WHERE ({reach}) AND (ps.unit_id = {account}.unit_id OR ps.unit_id IN (
                     SELECT pg.unit_id FROM grants pg WHERE pg.holder_account = {account}.id AND pg.ended_at IS NULL
                       AND (pg.to_at IS NULL OR pg.to_at > {hour}))))"
            ));
        }
        format!("({})", all.join(" AND "))
    }

    fn table(&self, mark: &str) -> String {
        let mask = self.reader.mask();
        let (given, family) = mask.split_once(' ').unwrap_or(("", &mask));
        let hidden = self.hidden("pv");
        let shown =
            |column: &str, instead: &str| format!("CASE WHEN {hidden} THEN {instead} ELSE pv.{column} END AS {column}");
        let columns = [
            shown("given_name", &format!("'{given}'")),
            shown("family_name", &format!("'{family}'{mark}")),
            shown("sort_key", &self.literal(&[0xff; 16])),
            shown("user_name", "''"),
            shown("mobile", "NULL"),
            shown("email", "NULL"),
            shown("signature", "NULL"),
            shown("identity_number", "NULL"),
        ];
        format!(
            "(SELECT pv.id, pv.unit_id, pv.title, pv.long_title, pv.staff_category, pv.language, pv.notices,
                 pv.notice_new_case, pv.notice_assigned, pv.notice_reply,
                 pv.ended_at, pv.blocked_at, pv.locked_at, pv.pending_since, pv.last_sign_in_at, {} FROM account pv)",
            columns.join(", ")
        )
    }

    fn name(&self, within: &str) -> String {
        let (account, name) = within.split_once(',').unwrap_or((within, "NULL"));
        let (hidden, mask) = (self.hidden("pw"), self.reader.mask());
        format!(
            "CASE WHEN EXISTS (SELECT 1 FROM account pw WHERE pw.id = {account} AND {hidden}) THEN '{mask}' ELSE {name} END"
        )
    }

    fn hsa_id(&self, account: &str) -> String {
        let hidden = self.hidden("py");
        format!(
            "(SELECT CASE WHEN {hidden} THEN '…' || substr(pz.hsa_id, length(pz.hsa_id) - 3) ELSE pz.hsa_id END
              FROM account_hsa_id pz JOIN account py ON py.id = pz.account_id WHERE pz.account_id = {account}
              ORDER BY pz.hsa_id LIMIT 1)"
        )
    }

    fn literal(&self, id: &[u8; 16]) -> String {
        let hex: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        match self.dialect {
            Dialect::Sqlite => format!("X'{hex}'"),
            Dialect::Postgres => format!("decode('{hex}', 'hex')"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_names_nobody_is_what_it_was() {
        let sql = "SELECT a.id FROM account a WHERE a.id = ?1";
        assert!(matches!(lifted(sql, &Reader::default(), Dialect::Sqlite), Cow::Borrowed(same) if same == sql));
    }

    #[test]
    fn every_name_is_replaced_wherever_it_stands_and_the_rest_stays() {
        let sql = "SELECT a.given_name, shown_name(h.by, h.name), shown_hsa_id(a.id) FROM h JOIN shown_account a ON a.id = h.by
            LEFT JOIN marked_account b ON b.id = h.to WHERE NOT is_hidden(a) AND h.id = ?1";
        let lifted = lifted(sql, &Reader::default(), Dialect::Postgres);
        for (name, _) in NAMES {
            assert!(!lifted.contains(name), "{name} is left in {lifted}");
        }
        assert!(lifted.starts_with("SELECT a.given_name, CASE WHEN EXISTS") && lifted.ends_with(" AND h.id = ?1"));
        assert!(lifted.contains(") a ON a.id = h.by") && lifted.contains(") b ON b.id = h.to"), "{lifted}");
        assert!(lifted.contains("ELSE  h.name END") || lifted.contains("ELSE h.name END"), "{lifted}");
    }

    #[test]
    fn an_apostrophe_in_the_mask_ends_no_text() {
        let reader = Reader { mask: "Nobody's name".to_owned(), ..Reader::default() };
        let name = lifted("SELECT shown_name(h.by, h.name)", &reader, Dialect::Sqlite);
        assert!(name.contains("THEN 'Nobody''s name' ELSE"), "{name}");
        let account = lifted("SELECT 1 FROM shown_account a", &reader, Dialect::Sqlite);
        assert!(account.contains("THEN 'Nobody''s' ELSE") && account.contains("THEN 'name' ELSE"), "{account}");
    }

    #[test]
    fn whoever_sees_a_unit_and_whoever_sees_themselves_have_a_text_of_their_own() {
        let unit = UnitId::from_bytes([7; 16]);
        let sees = Reader { branches: vec![unit], ..Reader::default() };
        let own = Reader { account: Some(AccountId::from_bytes([9; 16])), ..Reader::default() };
        let of = |reader: &Reader| lifted("SELECT 1 WHERE is_hidden(a)", reader, Dialect::Sqlite).into_owned();
        assert!(of(&sees).contains(&format!("ps.ancestor_id IN (X'{}')", "07".repeat(16))));
        assert!(of(&own).contains(&format!("a.id <> X'{}'", "09".repeat(16))));
        assert_ne!(of(&sees), of(&Reader::default()));
    }
}
