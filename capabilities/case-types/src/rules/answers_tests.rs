//! What is made of what residents send.

use proptest::prelude::*;

use super::super::samples;
use super::*;

fn form() -> Form {
    samples::visit().check().unwrap()
}

fn sent(fields: &[(&str, &str)]) -> Sent {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> = fields.iter().map(|(key, value)| format!("svar-{key}={}", encode(value))).collect();
    Sent::parse(body.join("&").as_bytes()).unwrap()
}

fn wrong(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let errors = form().check(Lang::Sv, &sent(fields)).err().unwrap_or_default();
    errors.iter().map(|error| (error.field.to_string(), error.message.id().to_owned())).collect()
}

#[test]
fn a_required_field_that_is_hidden_is_not_required_and_one_that_is_shown_is() {
    assert!(form().check(Lang::Sv, &sent(&[("before", "no")])).is_ok());
    let missing = ("svar-when".to_owned(), "case-types-answer-missing".to_owned());
    assert_eq!(wrong(&[("before", "yes")]), [missing]);
    assert!(form().check(Lang::Sv, &sent(&[("before", "yes"), ("when", "2026-11-20")])).is_ok());
}

#[test]
fn what_stands_in_a_hidden_field_is_dropped_even_where_it_is_wrong() {
    for typed in ["2026-11-20", "i går", "<b>"] {
        let answers = form().check(Lang::Sv, &sent(&[("before", "no"), ("when", typed)])).unwrap();
        assert_eq!(answers.of("when"), None);
        assert!(!answers.to_json().unwrap().contains(typed));
    }
}

#[test]
fn everything_that_is_wrong_stands_beside_its_field_at_once() {
    let told =
        wrong(&[("before", "maybe"), ("number", "38,5,2"), ("phone", "ring mig"), ("how", "night"), ("files", "x")]);
    let ids: Vec<(&str, &str)> = told.iter().map(|(field, id)| (field.as_str(), id.as_str())).collect();
    assert_eq!(
        ids.iter().map(|(field, _)| *field).collect::<Vec<_>>(),
        ["svar-before", "svar-how", "svar-number", "svar-phone", "svar-files"]
    );
    assert!(
        ids.contains(&("svar-before", "web-choice-wrong"))
            && ids.contains(&("svar-number", "case-types-answer-number-wrong"))
    );
}

#[test]
fn a_text_of_a_hundred_kilobytes_is_refused_with_the_fields_own_limit() {
    for (field, max) in [("name", MAX_TEXT), ("why", MAX_LONG_TEXT)] {
        let long = "å".repeat(100_000);
        let errors = form().check(Lang::Sv, &sent(&[("before", "no"), (field, &long)])).unwrap_err();
        let expected = Message::new("web-too-long").with("max", max);
        assert_eq!(errors.of(&format!("svar-{field}")), Some(&expected));
        let fits = "å".repeat(max);
        assert!(form().check(Lang::Sv, &sent(&[("before", "no"), (field, &fits)])).is_ok());
    }
    assert_eq!(wrong(&[("before", "no"), ("name", "a\0b")])[0].1, "web-forbidden-character");
}

#[test]
fn markup_stays_the_text_that_it_is() {
    let typed = "<script>alert(1)</script> **fet** [länk](http://x)";
    let answers = form().check(Lang::Sv, &sent(&[("before", "no"), ("why", typed)])).unwrap();
    assert_eq!(answers.of("why"), Some(&Value::Text(typed.to_owned())));
    let shown = answers.shown(&form(), Lang::Sv).into_string();
    assert!(shown.contains("&lt;script&gt;") && !shown.contains("<script>") && shown.contains("**fet**"), "{shown}");
}

#[test]
fn numbers_are_taken_as_people_write_them() {
    let taken = |text: &str| number(text).ok();
    for (typed, stored) in
        [("38,5", "38.5"), ("38.50", "38.5"), ("1 200", "1200"), ("−3", "-3"), ("007", "7"), ("-0", "0"), ("0,0", "0")]
    {
        assert_eq!(taken(typed).as_deref(), Some(stored), "{typed}");
    }
    for typed in ["", "-", "1,", ",5", "1e9", "1234567890", "1,2345", "٣", "1,-2", "NaN"] {
        assert_eq!(taken(typed), None, "{typed}");
    }
}

#[test]
fn no_more_files_than_a_resident_may_send() {
    let id = |n: u8| AttachmentId::from_bytes([n; 16]).to_string();
    let ids: Vec<String> = (0..6).map(id).collect();
    let with = |count: usize| {
        let mut fields = vec![("before", "no")];
        fields.extend(ids.iter().take(count).map(|id| ("files", id.as_str())));
        wrong(&fields)
    };
    assert_eq!(with(5), []);
    assert_eq!(with(6)[0].1, "case-types-answer-many-files");
    // The same file twice is one file.
    let twice = form().check(Lang::Sv, &sent(&[("before", "no"), ("files", &ids[0]), ("files", &ids[0])])).unwrap();
    assert_eq!(twice.attachments().count(), 1);
}

#[test]
fn what_is_typed_is_kept_until_it_is_sent_right_or_wrong() {
    let typed = sent(&[("before", "yes"), ("when", "i går"), ("how", "day"), ("how", "evening"), ("other", "x")]);
    let kept = form().typed_from_json(&form().typed_to_json(&typed).unwrap()).unwrap();
    assert_eq!(kept.value("svar-when"), "i går");
    assert_eq!(kept.values("svar-how").collect::<Vec<_>>(), ["day", "evening"]);
    assert!(!kept.has("svar-other"));
}

/// What a resident might send in each field, and some that nobody should.
fn anything() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let field = prop_oneof![
        (Just("before"), prop_oneof!["yes", "no", "maybe", ""]),
        (Just("when"), prop_oneof!["2026-11-20", "i går", ""]),
        (Just("why"), "[^\\p{Cc}]{0,20}"),
        (Just("name"), "[^\\p{Cc}]{0,20}"),
        (Just("how"), prop_oneof!["day", "evening", "night"]),
        (Just("number"), "[-0-9, .]{0,6}"),
        (Just("phone"), prop_oneof!["070-174 06 05", "x"]),
        (Just("agree"), prop_oneof!["1", ""]),
        (Just("files"), Just("0197a0b0-0000-7000-8000-000000000001".to_owned())),
    ];
    proptest::collection::vec(field, 0..12)
}

proptest! {
    #[test]
    fn a_hidden_field_is_never_asked_for_and_never_answered(fields in anything()) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let sent = sent(&fields);
        let is_shown = sent.value("svar-before").trim() == "yes";
        match form().check(Lang::Sv, &sent) {
            Ok(answers) => prop_assert_eq!(answers.of("when").is_some(), is_shown),
            Err(errors) => prop_assert!(is_shown || errors.of("svar-when").is_none()),
        }
    }

    #[test]
    fn answers_come_back_from_storage_and_from_their_own_form(fields in anything()) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        if let Ok(answers) = form().check(Lang::Sv, &sent(&fields)) {
            prop_assert_eq!(&Answers::from_json(&answers.to_json().unwrap()).unwrap(), &answers);
            prop_assert_eq!(form().check(Lang::En, &form().filled(&answers)).unwrap(), answers);
        }
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes: Vec<u8>) {
        if let Ok(sent) = Sent::parse(&bytes) {
            let _ = form().check(Lang::Sv, &sent);
            let _ = form().typed_to_json(&sent);
        }
        let _ = Form::from_json(&String::from_utf8_lossy(&bytes));
        let _ = Answers::from_json(&String::from_utf8_lossy(&bytes));
    }
}
