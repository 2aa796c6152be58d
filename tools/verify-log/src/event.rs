//! The canonical bytes of an event, version 1, read to be shown.

const NAMES: [&str; 22] = [
    "salt",
    "id",
    "system_id",
    "system_name",
    "activity_type",
    "activity_level",
    "activity_args",
    "at",
    "purpose",
    "user_id",
    "user_name",
    "user_person_id",
    "user_assignment",
    "user_title",
    "care_provider_id",
    "care_provider_name",
    "care_unit_id",
    "care_unit_name",
    "hat",
    "door",
    "account_id",
    "person_id",
];
const RESOURCE_NAMES: [&str; 10] = [
    "position",
    "resource_type",
    "resource_id",
    "patient_root",
    "patient_extension",
    "patient_name",
    "care_provider_id",
    "care_provider_name",
    "care_unit_id",
    "care_unit_name",
];

/// The fields with their names, `None` for one without a value.
pub type Fields<'a> = Vec<(&'static str, Option<&'a [u8]>)>;

/// Reads an event, or nothing where the bytes are none.
pub fn read(bytes: &[u8]) -> Option<Fields<'_>> {
    let (1, mut rest) = bytes.split_first().map(|(version, rest)| (*version, rest))? else { return None };
    let mut fields = Vec::new();
    for name in NAMES {
        fields.push((name, field(&mut rest)?));
    }
    let (count, after) = rest.split_first_chunk::<4>()?;
    rest = after;
    for _ in 0..u32::from_be_bytes(*count) {
        for name in RESOURCE_NAMES {
            fields.push((name, field(&mut rest)?));
        }
    }
    rest.is_empty().then_some(fields)
}

/// When an event happened, and what it says of an erasure where it tells of one; nothing where the bytes are no event.
pub fn time_and_erasure(bytes: &[u8]) -> Option<(i64, Option<&str>)> {
    let (1, mut rest) = bytes.split_first().map(|(version, rest)| (*version, rest))? else { return None };
    let (mut level, mut args) = (None, None);
    for name in NAMES {
        let value = field(&mut rest)?;
        match name {
            "activity_level" => level = value,
            "activity_args" => args = value,
            "at" => {
                let at = i64::from_be_bytes(value?.try_into().ok()?);
                let tells = level == Some(b"audit.thin".as_slice());
                let told = tells.then(|| std::str::from_utf8(args.unwrap_or_default()).unwrap_or_default());
                return Some((at, told));
            }
            _ => {}
        }
    }
    None
}

fn field<'a>(rest: &mut &'a [u8]) -> Option<Option<&'a [u8]>> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length);
    *rest = after;
    if length == u32::MAX {
        return Some(None);
    }
    let (field, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some(Some(field))
}

/// An id in its usual form.
pub fn uuid(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut parts = Vec::new();
    let mut rest = hex.as_str();
    for length in [8, 4, 4, 4] {
        let Some((part, after)) = rest.split_at_checked(length) else { break };
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts.join("-")
}

/// One field as a line for people. Identity numbers are masked: the file itself has them.
pub fn line(name: &str, value: Option<&[u8]>) -> Option<String> {
    let value = value?;
    let shown = match name {
        "salt" => return None,
        "id" | "account_id" | "person_id" => uuid(value),
        "at" | "position" => i64::from_be_bytes(value.try_into().ok()?).to_string(),
        "user_person_id" | "patient_extension" => "****".to_owned(),
        _ => String::from_utf8_lossy(value).into_owned(),
    };
    Some(format!("  {name}: {shown}"))
}
