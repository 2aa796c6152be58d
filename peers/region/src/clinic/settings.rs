//! What clinics say of themselves, and the case types and templates that they offer.

use behorig_access::{CaseTypeId, UnitId};
use behorig_case_types::{Form, NewCaseType, Ready, TemplateKind, TemplateText, activate, add_template};
use behorig_clinics::{Catchment, Clinic, set_up};
use behorig_identity::{Email, Phone};
use behorig_store::{StoreError, WriteTx};

use super::scene::Type;

/// What a clinic of the demo says of itself.
pub(crate) struct Said {
    /// The key of the unit.
    pub(crate) unit: &'static str,
    street: &'static str,
    postal_code: &'static str,
    city: &'static str,
    phone: &'static str,
    email: &'static str,
    about: &'static str,
    municipalities: &'static [&'static str],
    age_from: Option<i16>,
    /// Whether it has a restricted type of its own.
    pub(crate) operates: bool,
}

const ABOUT: &str = "Vi är din vårdcentral i vardagen. Här kan du boka tid, förnya recept, be om intyg och ställa frågor.\n\nEn sjuksköterska läser ditt ärende samma dag och ser till att det hamnar hos rätt person. Är det bråttom? Ring oss.";

pub(crate) const CLINICS: [Said; 5] = [
    Said {
        unit: "VC-ROSENLUND-MOTT",
        street: "Exempelgatan 12",
        postal_code: "553 18",
        city: "Jönköping",
        phone: "031-390 06 10",
        email: "rosenlund@rjl.example",
        about: ABOUT,
        municipalities: &["0680"],
        age_from: None,
        operates: true,
    },
    Said {
        unit: "VC-HUSKVARNA-MOTT",
        street: "Exempelvägen 3",
        postal_code: "561 31",
        city: "Huskvarna",
        phone: "031-390 06 20",
        email: "huskvarna@rjl.example",
        about: ABOUT,
        municipalities: &["0680", "0643"],
        age_from: None,
        operates: false,
    },
    Said {
        unit: "VC-NASSJO-MOTT",
        street: "Exempeltorget 1",
        postal_code: "571 31",
        city: "Nässjö",
        phone: "031-390 06 30",
        email: "nassjo@rjl.example",
        about: ABOUT,
        municipalities: &["0682"],
        age_from: None,
        operates: false,
    },
    Said {
        unit: "VC-TRANAS-MOTT",
        street: "Exempelgränd 8",
        postal_code: "573 31",
        city: "Tranås",
        phone: "031-390 06 40",
        email: "tranas@rjl.example",
        about: ABOUT,
        municipalities: &["0687", "0604"],
        age_from: None,
        operates: false,
    },
    Said {
        unit: crate::units::PHYSIO,
        street: "Exempelstigen 5",
        postal_code: "553 20",
        city: "Jönköping",
        phone: "031-390 06 50",
        email: "fysiocentrum@rjl.example",
        about: "Vi hjälper dig med värk, skador och träning efter operation. Du behöver ingen remiss.",
        municipalities: &[],
        age_from: Some(16),
        operates: false,
    },
];

impl Said {
    fn of(&self, unit: UnitId, reply_days: i64) -> Clinic {
        let own = |text: &str| Some(text.to_owned());
        Clinic {
            phone: Phone::parse(self.phone).ok(),
            email: Email::parse(self.email).ok(),
            web: own("https://rjl.example/"),
            street: own(self.street),
            postal_code: own(self.postal_code),
            city: own(self.city),
            opening_hours: own("Måndag till torsdag 7.30–17\nFredag 7.30–16"),
            phone_hours: own("Vardagar 8–12 och 13–15.30"),
            about: own(self.about),
            terms: own(
                "Skriv inte om det är bråttom. Ring oss, eller 1177 när vi har stängt. Ring 112 om det är fara för livet.\n\nDet du skriver sparas i din journal.",
            ),
            reply_days,
            ..Clinic::unsaid(unit)
        }
    }

    fn area(&self) -> Catchment {
        Catchment {
            county: crate::units::COUNTY.to_owned(),
            municipalities: self.municipalities.iter().map(|&code| code.to_owned()).collect(),
            sex: None,
            age_from: self.age_from,
            age_to: None,
        }
    }

    /// Fills in the clinic's settings, activates its case types and makes its templates.
    pub(crate) async fn fill_in(
        &self,
        tx: &mut WriteTx,
        unit: UnitId,
        reply_days: i64,
    ) -> Result<Vec<Type>, StoreError> {
        set_up(tx, &self.of(unit, reply_days), Some(&self.area())).await?;
        let mut types = Vec::new();
        for ready in Ready::ALL {
            let reply_days = (ready == Ready::RenewPrescription).then_some(5);
            types.push(offer(tx, unit, Some(ready), ready.swedish_name(), reply_days, ready.form()).await?);
        }
        if self.operates {
            let form = Form::from_json(include_str!("operation.json"));
            let form = form.map_err(|error| StoreError::Shape(error.to_string()))?;
            types.push(offer(tx, unit, None, "Uppföljning efter operation", Some(1), &form).await?);
        }
        for text in templates() {
            add_template(tx, unit, &text).await?;
        }
        Ok(types)
    }
}

/// Of the clinic's own types every one is restricted.
async fn offer(
    tx: &mut WriteTx,
    unit: UnitId,
    ready: Option<Ready>,
    name: &str,
    reply_days: Option<i64>,
    form: &Form,
) -> Result<Type, StoreError> {
    let name = name.to_owned();
    let new = NewCaseType { unit, ready, name: name.clone(), restricted: ready.is_none(), reply_days };
    let id: CaseTypeId = activate(tx, &new, form).await?;
    Ok(Type { id, ready, name, reply_days, form: form.clone() })
}

fn templates() -> [TemplateText; 2] {
    [
        TemplateText {
            kind: TemplateKind::Information,
            name: "Vaccin mot influensa".to_owned(),
            subject: "Vaccin mot influensa".to_owned(),
            body: "Hej {namn}!\n\nNu kan du vaccinera dig mot influensa hos oss på {mottagning}. Kom utan tid på tisdagar och torsdagar mellan klockan 13 och 16.".to_owned(),
        },
        TemplateText {
            kind: TemplateKind::Question,
            name: "Telefonbesök i stället för besök".to_owned(),
            subject: "Passar det bättre med telefonbesök?".to_owned(),
            body: "Hej {namn}!\n\nDu har en tid hos oss på {mottagning}. Går det lika bra att vi ringer dig i stället? Svara här i ärendet.".to_owned(),
        },
    ]
}
