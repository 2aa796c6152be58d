//! The page's sections: what one has, the codes that are waited for, the choice, and an address for each way.

use behorig_access::Instant;
use behorig_cases::records::AskedAddress;
use behorig_outbox::{Standing, Way};
use behorig_visit::Visit;
use behorig_web::components::{
    Button, Choice, Dialog, Fields, Notice, PostForm, Section, SummaryList, Tone, dialog_link,
};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::{CHOOSE, LANGUAGE, ShownWay, WAYS};
use crate::address;

pub(super) fn body(visit: &Visit, shown: &[ShownWay], typed: &Form, errors: &Errors) -> Markup {
    let (lang, now) = (visit.lang, visit.now);
    let offered: Vec<&ShownWay> = shown.iter().filter(|one| one.is_offered).collect();
    let ways: Vec<Way> = offered.iter().map(|one| one.part.way).collect();
    let has_any = shown.iter().any(|one| one.address.confirmed.is_some());
    let primary = primary(&offered, has_any, now);
    let f = Fields::new(lang, typed, errors);
    html! {
        (Section::new(lang.t("my-care-notices"), html! {
            @if offered.is_empty() {
                (Notice::new(Tone::Neutral, lang.t("my-care-notices-nowhere")).text(lang.t("my-care-notices-nowhere-text")))
            }
            (state(lang, shown))
        }).about(by_ways(lang, "my-care-notices-about", &ways)))
        @for one in &offered {
            @if let Some(asked) = &one.address.asked { (code_form(lang, one, asked, &f, now, primary)) }
        }
        @if has_any && !offered.is_empty() { (choice_form(lang, shown, &f, primary)) }
        @for one in &offered { (address_form(lang, one, &f, primary)) }
    }
}

/// A text that names the ways that are offered.
pub(crate) fn by_ways(lang: Lang, id: &'static str, ways: &[Way]) -> std::borrow::Cow<'static, str> {
    let ways = match ways {
        [one] => one.as_stored(),
        _ => "both",
    };
    lang.tr(id, &[("ways", ways.into())])
}

/// The form whose button is the page's main one: the code that is waited for, else the choice, else the first address.
fn primary(offered: &[&ShownWay], has_any: bool, now: Instant) -> &'static str {
    let waits = |one: &&&ShownWay| one.address.asked.as_ref().is_some_and(|asked| address::holds(asked, now));
    match offered.iter().find(waits) {
        Some(one) => one.part.confirm,
        None if has_any => CHOOSE,
        None => offered.first().map_or(CHOOSE, |one| one.part.ask),
    }
}

fn button<'a>(label: impl Into<std::borrow::Cow<'a, str>>, path: &str, primary: &str) -> Button<'a> {
    if path == primary { Button::primary(label) } else { Button::secondary(label) }
}

fn state(lang: Lang, shown: &[ShownWay]) -> Markup {
    let had: Vec<_> = shown.iter().filter_map(|one| Some((one, one.address.confirmed.as_ref()?))).collect();
    if had.is_empty() {
        return html! { p { (lang.t("my-care-notices-none")) } };
    }
    let mut list = SummaryList::new(lang);
    for (one, (address, at)) in &had {
        let how = match (one.is_offered, one.is_used) {
            (false, _) => lang.t("my-care-notices-no-longer"),
            (true, false) => lang.t("my-care-notices-unused"),
            (true, true) => lang.tr("my-care-notices-since", &[("time", format::date_time(lang, at.0).into())]),
        };
        list = list.line(lang.t(one.part.words.name), html! { (address.shown()) br; span.hint { (how) } });
    }
    let language = had.first().map(|(one, _)| one.address.language.own_name()).unwrap_or_default();
    html! {
        (list.text(lang.t("my-care-notice-language"), language))
        div.button-row { @for (one, _) in &had { (removal(lang, one)) } }
    }
}

fn removal(lang: Lang, one: &ShownWay) -> Markup {
    let (words, path) = (&one.part.words, one.part.remove);
    let dialog = match one.part.way {
        Way::Mail => "remove",
        Way::Sms => "remove-mobile",
    };
    let question = html! { p { (lang.t(words.remove_text)) } };
    let answer = Button::danger(lang.t(words.remove));
    html! {
        (dialog_link(path, dialog, &lang.t(words.remove), None))
        (Dialog::new(lang, dialog, lang.t(words.remove_title), question, answer, path).once(Visit::form_key()))
    }
}

fn code_form(lang: Lang, one: &ShownWay, asked: &AskedAddress, f: &Fields<'_>, now: Instant, primary: &str) -> Markup {
    let (part, words) = (one.part, &one.part.words);
    let about = lang.tr(words.about_code, &[("address", asked.address.shown().into())]);
    let trouble = match one.letter {
        Some(Standing::TriedInVain(_)) => Some(words.in_vain),
        Some(Standing::Refused(_)) => Some(words.refused),
        Some(Standing::TimeOver(_)) => Some(words.not_sent),
        Some(Standing::NotKnown(_)) => Some(words.not_known),
        _ => None,
    };
    if !address::holds(asked, now) {
        let over = Notice::new(Tone::Warning, lang.t("my-care-code-over")).text(lang.t("my-care-code-over-text"));
        return Section::new(lang.t(words.confirm), over.render()).render();
    }
    let until = format::near_time(lang, asked.until.0, now.0);
    let inside = html! {
        (f.number(part.code).autocomplete("one-time-code"))
        p.hint { (lang.tr("my-care-code-until", &[("time", until.into())])) }
        div.button-row { (button(lang.t(words.confirm), part.confirm, primary)) }
    };
    Section::new(
        lang.t(words.confirm),
        html! {
            @if let Some(trouble) = trouble { (Notice::new(Tone::Warning, lang.t(trouble))) }
            (PostForm::to(part.confirm, inside).once(Visit::form_key()))
        },
    )
    .about(about)
    .render()
}

/// The language, and the ways where there is more than one.
fn choice_form(lang: Lang, shown: &[ShownWay], f: &Fields<'_>, primary: &str) -> Markup {
    let languages = Lang::ALL.map(|one| Choice::new(one.code(), one.own_name()));
    let has_both = shown.iter().all(|one| one.is_offered && one.address.confirmed.is_some());
    let ways =
        [("mail", "my-care-notices-by-mail"), ("sms", "my-care-notices-by-sms"), ("both", "my-care-notices-by-both")];
    let inside = html! {
        @if has_both { (f.radios(&WAYS).options(ways.map(|(value, label)| Choice::new(value, lang.t(label))))) }
        (f.radios(&LANGUAGE).options(languages))
        div.button-row { (button(lang.t("my-care-notices-save"), CHOOSE, primary)) }
    };
    Section::new(lang.t("my-care-notices-choose"), PostForm::to(CHOOSE, inside).once(Visit::form_key()).render())
        .render()
}

fn address_form(lang: Lang, one: &ShownWay, f: &Fields<'_>, primary: &str) -> Markup {
    let (part, words) = (one.part, &one.part.words);
    let (label, heading) = match (&one.address.confirmed, &one.address.asked) {
        (_, Some(_)) => ("my-care-notices-send-again", words.other),
        (Some(_), None) => ("my-care-notices-send-code", words.change),
        (None, None) => ("my-care-notices-send-code", words.give),
    };
    let inside = html! {
        @match part.way {
            Way::Mail => (f.email(part.address).autocomplete("email")),
            Way::Sms => (f.phone(part.address).autocomplete("tel")),
        }
        div.button-row { (button(lang.t(label), part.ask, primary)) }
    };
    Section::new(lang.t(heading), PostForm::to(part.ask, inside).once(Visit::form_key()).render()).render()
}
