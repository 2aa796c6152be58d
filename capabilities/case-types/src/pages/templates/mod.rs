//! *Mallar för invånarärenden*: what staff start cases from.

pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod removal;

use behorig_access::TemplateId;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Crumb, SummaryList};
use maud::{Markup, html};

use super::TEMPLATES;
use crate::records::templates::{self, Template, TemplateKind};
use crate::rules::{Placeholder, Placeholders, fill};

/// The kind of record that history names.
const TEMPLATE: &str = "case-template";

/// A template of the visitor's clinic, with service 407 there.
async fn shown(visit: &mut Visit, id: TemplateId) -> Result<Template, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    templates::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await
}

fn path_of(template: TemplateId, below: &str) -> String {
    format!("{TEMPLATES}/{template}{below}")
}

fn crumb_to_list<'a>(lang: Lang) -> Crumb<'a> {
    Crumb::new(TEMPLATES, lang.t("case-types-templates"))
}

const fn kind_name(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Information => "case-types-template-information",
        TemplateKind::Question => "case-types-template-question",
    }
}

/// Which placeholders there are, as they are written.
pub(crate) fn placeholder_hint(lang: Lang) -> String {
    let word = |placeholder: Placeholder| match lang {
        Lang::Sv => format!("{{{}}}", placeholder.swedish()),
        Lang::En => format!("{{{}}}", placeholder.english()),
    };
    let all = Placeholder::ALL.map(word).join(", ");
    lang.tr("case-types-placeholders", &[("words", all.into())]).into_owned()
}

/// A heading and a message as a resident would read them, with a made-up resident and a made-up sender.
fn as_read(lang: Lang, clinic: &str, kind: TemplateKind, subject: &str, body: &str) -> Markup {
    let sample = |id: &str| lang.t(id).into_owned();
    let with = Placeholders {
        name: sample("case-types-sample-name"),
        clinic: clinic.to_owned(),
        signature: sample("case-types-sample-signature"),
        title: sample("case-types-sample-title"),
        long_title: sample("case-types-sample-long-title"),
    };
    let list = SummaryList::new(lang)
        .text(lang.t("case-types-sample-to"), &with.name)
        .text(lang.t("case-types-sample-from"), clinic)
        .line(lang.t("case-types-template-kind"), html! { (lang.t(kind_name(kind))) });
    let reply = match kind {
        TemplateKind::Information => "case-types-sample-no-reply",
        TemplateKind::Question => "case-types-sample-reply",
    };
    html! {
        section.as-read aria-labelledby="som-invanaren" {
            h2 #som-invanaren { (lang.t("case-types-as-resident")) }
            p.hint { (lang.t("case-types-sample-about")) }
            div.as-read-page {
                h3 { (fill(subject, &with)) }
                (list)
                p.letter { (fill(body, &with)) }
                p.hint { (lang.t(reply)) }
            }
        }
    }
}
