//! *Kontaktuppgifter och öppettider*: how residents reach the clinic without the program.

use behorig_identity::{Email, Phone};
use behorig_web::components::{Fields, Section, Width, side_by_side};
use behorig_web::forms::text;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::sheet::Sheet;
use crate::records::{Clinic, Settings};
use crate::saving::Patch;

pub(crate) const PATH: &str = "/mottagning/kontakt";

static PHONE: FieldName = field("telefon", "clinics-phone");
static PHONE_HOURS: FieldName = field("telefontider", "clinics-phone-hours");
static EMAIL: FieldName = field("e-post", "clinics-email");
static WEB: FieldName = field("webbplats", "clinics-web");
static STREET: FieldName = field("gatuadress", "clinics-street");
static POSTAL_CODE: FieldName = field("postnummer", "clinics-postal-code");
static CITY: FieldName = field("postort", "clinics-city");
static HOURS: FieldName = field("oppettider", "clinics-opening-hours");

const LONGEST_LINE: usize = 100;
const LONGEST_HOURS: usize = 1_000;
const LONGEST_WEB: usize = 200;

/// The page.
pub(crate) static SHEET: Sheet = Sheet {
    path: PATH,
    title: "clinics-contact",
    lead: "clinics-contact-lead",
    fill,
    fields,
    read: |form, errors| Contact::read(form, errors).map(Patch::Contact),
};

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    phone: Option<Phone>,
    phone_hours: Option<String>,
    email: Option<Email>,
    web: Option<String>,
    street: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    opening_hours: Option<String>,
}

impl Contact {
    fn read(form: &Form, errors: &mut Errors) -> Option<Self> {
        let said = Self {
            phone: form.optional(&PHONE, Phone::parse, errors),
            phone_hours: form.optional(&PHONE_HOURS, text(LONGEST_HOURS), errors),
            email: form.optional(&EMAIL, Email::parse, errors),
            web: form.optional(&WEB, web_address, errors),
            street: form.optional(&STREET, text(LONGEST_LINE), errors),
            postal_code: form.optional(&POSTAL_CODE, postal_code, errors),
            city: form.optional(&CITY, text(LONGEST_LINE), errors),
            opening_hours: form.optional(&HOURS, text(LONGEST_HOURS), errors),
        };
        errors.is_empty().then_some(said)
    }

    pub(crate) fn on(self, clinic: &mut Clinic) {
        clinic.phone = self.phone;
        clinic.phone_hours = self.phone_hours;
        clinic.email = self.email;
        clinic.web = self.web;
        clinic.street = self.street;
        clinic.postal_code = self.postal_code;
        clinic.city = self.city;
        clinic.opening_hours = self.opening_hours;
    }
}

fn fill(settings: &Settings) -> Form {
    let clinic = &settings.clinic;
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    Form::filled([
        (&PHONE, clinic.phone.as_ref().map(Phone::shown).unwrap_or_default()),
        (&PHONE_HOURS, or_empty(&clinic.phone_hours)),
        (&EMAIL, clinic.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default()),
        (&WEB, or_empty(&clinic.web)),
        (&STREET, or_empty(&clinic.street)),
        (&POSTAL_CODE, or_empty(&clinic.postal_code)),
        (&CITY, or_empty(&clinic.city)),
        (&HOURS, or_empty(&clinic.opening_hours)),
    ])
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let reach = html! {
        (f.phone(&PHONE).optional())
        (f.long_text(&PHONE_HOURS, 3).optional())
        (f.email(&EMAIL).optional())
        (f.code(&WEB).optional())
    };
    let town = html! { (f.number(&POSTAL_CODE).optional()) (f.text(&CITY).optional().width(Width::Half)) };
    let visit = html! {
        (f.text(&STREET).optional())
        (side_by_side(&town))
        (f.long_text(&HOURS, 5).optional())
    };
    html! {
        (Section::new(lang.t("clinics-contact-reach"), reach).about(lang.t("clinics-contact-reach-about")).render())
        (Section::new(lang.t("clinics-contact-visit"), visit).about(lang.t("clinics-contact-visit-about")).render())
    }
}

/// `553 05`, however it was typed.
fn postal_code(typed: &str) -> Result<String, Message> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    match digits.split_at_checked(3).filter(|_| is_code) {
        Some((head, tail)) => Ok(format!("{head} {tail}")),
        None => Err(Message::new("clinics-wrong-postal-code")),
    }
}

/// An address of the web, with the scheme that people leave out. No other scheme: residents press the link.
fn web_address(typed: &str) -> Result<String, Message> {
    let wrong = || Message::new("clinics-wrong-web");
    let address = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
    let scheme = scheme.to_ascii_lowercase();
    let address = format!("{scheme}://{rest}");
    let is_of_the_web = matches!(scheme.as_str(), "https" | "http");
    let is_plain = address.len() <= LONGEST_WEB && !address.chars().any(|c| c.is_whitespace() || "<>\"\\@".contains(c));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let is_host = name.split('.').count() > 1 && name.split('.').all(|label| !label.is_empty());
    if is_of_the_web && is_plain && is_host { Ok(address) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(web: &str) -> Result<String, String> {
        web_address(web).map_err(|message| message.id().to_owned())
    }

    #[test]
    fn a_web_address_gets_the_scheme_that_people_leave_out_and_no_scheme_runs_code() {
        assert_eq!(typed("www.rjl.se").as_deref(), Ok("https://www.rjl.se"));
        assert_eq!(typed("HTTP://rjl.se/vard?x=1#a").as_deref(), Ok("http://rjl.se/vard?x=1#a"));
        assert_eq!(typed("https://räksmörgås.se:8443/").as_deref(), Ok("https://räksmörgås.se:8443/"));
        for wrong in [
            "javascript:alert(1)",
            "javascript://a.se/%0aalert(1)",
            "data:text/html,x",
            "ftp://rjl.se",
            "rjl",
            "https://",
            "https://.se",
            "https://a b.se",
            "https://rjl.se@evil.example",
            "https://rjl.se/\"onclick",
            "x..se",
        ] {
            assert!(typed(wrong).is_err(), "{wrong}");
        }
        assert!(typed(&format!("https://a.se/{}", "x".repeat(200))).is_err());
    }

    #[test]
    fn a_postal_code_is_taken_with_or_without_its_space() {
        for code in ["55305", "553 05", " 5 5 3 0 5"] {
            assert_eq!(postal_code(code).as_deref(), Ok("553 05"));
        }
        for code in ["5530", "553055", "05305", "5530a", "٥٥٣٠٥"] {
            assert!(postal_code(code).is_err(), "{code}");
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once_beside_its_field() {
        let form = Form::parse(b"telefon=1177&e-post=a&webbplats=b&postnummer=c&oppettider=ok").unwrap();
        let mut errors = Errors::new();
        assert_eq!(Contact::read(&form, &mut errors), None);
        let told: Vec<_> = errors.iter().map(|error| error.field.as_ref()).collect();
        assert_eq!(told, ["telefon", "e-post", "webbplats", "postnummer"]);
    }

    #[test]
    fn what_is_set_comes_back_from_its_own_form() {
        let mut errors = Errors::new();
        let form = Form::parse("telefon=036-32+10+00&e-post=vc@rjl.se&webbplats=rjl.se&postnummer=55305&oppettider=M%C3%A5n+8-17%0D%0ATis+8-12".as_bytes()).unwrap();
        let said = Contact::read(&form, &mut errors).unwrap();
        let mut settings = Settings { clinic: Clinic::unsaid(behorig_access::UnitId::from_bytes([1; 16])), area: None };
        said.clone().on(&mut settings.clinic);
        assert_eq!(Contact::read(&fill(&settings), &mut errors), Some(said));
    }
}
